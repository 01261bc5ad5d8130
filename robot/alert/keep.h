/* SPDX-License-Identifier: Apache-2.0 */
/* keep.h - the tables by which rows are written and read. */
#pragma once

#include "alert/shape.h"

extern const struct shape monitor_shape[], site_shape[], robot_shape[], window_shape[];
