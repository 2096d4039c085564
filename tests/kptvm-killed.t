#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-killed.t - a build, a run and a campaign that are killed, or whose disk
# fails or loses power, come to the same end: 30 points of make soak's 200
SOAK_POINTS=30 exec sh tests/soak/killed.t
