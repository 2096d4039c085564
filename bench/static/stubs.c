// SPDX-License-Identifier: GPL-2.0-only
/*
 * stubs.c - what hwloc's static library wants and a guest has not
 *
 * libudev: Debian has no static one. hwloc asks it for properties of disks and
 * network cards only, which a guest has none of, and takes NULL for "no udev".
 *
 * dlopen(), which the linker calls by this name: plugins of hwloc, which a guest
 * has none of either.
 */
void *udev_new(void);
void *udev_unref(void *udev);
void *udev_device_new_from_subsystem_sysname(void *udev, const char *subsystem,
					     const char *name);
const char *udev_device_get_property_value(void *dev, const char *key);
void *udev_device_unref(void *dev);
void *__wrap_dlopen(const char *file, int mode);

void *udev_new(void)
{
	return 0;
}

void *udev_unref(void *udev)
{
	(void)udev;
	return 0;
}

void *udev_device_new_from_subsystem_sysname(void *udev, const char *subsystem,
					     const char *name)
{
	(void)udev;
	(void)subsystem;
	(void)name;
	return 0;
}

const char *udev_device_get_property_value(void *dev, const char *key)
{
	(void)dev;
	(void)key;
	return 0;
}

void *udev_device_unref(void *dev)
{
	(void)dev;
	return 0;
}

void *__wrap_dlopen(const char *file, int mode)
{
	(void)file;
	(void)mode;
	return 0;
}
