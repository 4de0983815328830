/* Makes the n-th write, sync, rename or opening for writing below a folder fail, for tests of what a full or broken disk does.
   The calls of the libc are counted from the moment that fault_arm is called; n = 0 only counts. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char root[PATH_MAX];
static int armed, error_number;
static long at, count;

void fault_arm(const char *folder, long n, int error) {
    strncpy(root, folder, sizeof root - 1);
    at = n; error_number = error; count = 0; armed = 1;
}
long fault_count(void) { armed = 0; return count; }

static int below(const char *path) { return armed && path && strncmp(path, root, strlen(root)) == 0; }
static int fd_below(int fd) {
    char link[64], path[PATH_MAX];
    if (!armed) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return below(path);
}
static int fails(int mine) {
    if (!mine) return 0;
    long here = __sync_add_and_fetch(&count, 1);
    if (at && here == at) { errno = error_number; return 1; }
    return 0;
}
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
ssize_t write(int fd, const void *data, size_t size) { return fails(fd_below(fd)) ? -1 : REAL(write)(fd, data, size); }
ssize_t pwrite64(int fd, const void *d, size_t s, off64_t o) { return fails(fd_below(fd)) ? -1 : REAL(pwrite64)(fd, d, s, o); }
ssize_t writev(int fd, const struct iovec *v, int n) { return fails(fd_below(fd)) ? -1 : REAL(writev)(fd, v, n); }
int fsync(int fd) { return fails(fd_below(fd)) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails(fd_below(fd)) ? -1 : REAL(fdatasync)(fd); }
int rename(const char *a, const char *b) { return fails(below(b)) ? -1 : REAL(rename)(a, b); }
int mkdir(const char *path, mode_t mode) { return fails(below(path)) ? -1 : REAL(mkdir)(path, mode); }
#define OPENING(name) \
int name(const char *path, int flags, ...) { \
    va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
    if (fails((flags & (O_WRONLY | O_RDWR | O_CREAT)) && below(path))) return -1; \
    return REAL(name)(path, flags, mode); \
}
OPENING(open)
OPENING(open64)
