/* SPDX-License-Identifier: GPL-2.0-only */
/* image_config.h - is a .config, or a build folder, the one of an image? */
#ifndef KPT_VM_IMAGE_CONFIG_H
#define KPT_VM_IMAGE_CONFIG_H

#include "vm/base/conf.h"
#include "vm/image/image.h"

/**
 * vm_config_fits - may the .config at @path be that of @im?
 * @name: what it is called in @why
 * @why: filled with the reason when not; what @im does not know is not checked
 */
bool vm_config_fits(const char *path, const char *name,
		    const struct vm_arch *arch, const struct vm_image *im,
		    char *why, size_t len);

/**
 * vm_build_fits - can modules for @im be built in @dir?
 * @name: what it is called in @why
 * @why: filled with the reason when not
 */
bool vm_build_fits(const char *dir, const char *name,
		   const struct vm_image *im, char *why, size_t len);

#endif
