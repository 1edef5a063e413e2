/* A disk and a clock that misbehave on order. Preloaded into the program under proof (and into
 * PostgreSQL); what it does is told by a small shared file, so that a fault can begin and end while
 * the program runs. Paths outside FAULT_UNDER are never touched.
 *
 *   word 0  errno of every write (28: no room, 30: read-only, 5: input/output), 0: all is well
 *   word 1  only paths that hold the text at byte 64 ("" : all under the folder)
 *   word 2  microseconds added to every fsync
 *   word 3  seconds added to the clock of the wall
 *   word 4  how many calls were refused       word 5  how many fsyncs were delayed
 *   word 6  1: refuse a write only after its first half was written
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *control;
static const char *under;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULT_CONTROL");
    under = getenv("FAULT_UNDER");
    if (!path || !under) return;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) return;
    void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (at != MAP_FAILED) control = at;
}

#define REAL(type, name, ...)                                   \
    static type (*real)(__VA_ARGS__);                           \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int64_t word(int n) { return control ? control[n] : 0; }

static int hit(const char *path) {
    const char *part = (const char *)control + 64;
    if (strncmp(path, under, strlen(under)) != 0) return 0;
    if (part[0] && !strstr(path, part)) return 0;
    __sync_fetch_and_add(&control[4], 1);
    return 1;
}

static int path_refused(const char *path) {
    char full[4200];
    if (!word(0) || !path) return 0;
    if (path[0] != '/') {
        if (!getcwd(full, 4096)) return 0;
        size_t n = strlen(full);
        snprintf(full + n, sizeof full - n, "/%s", path);
        path = full;
    }
    return hit(path);
}

static int fd_refused(int fd) {
    if (!word(0)) return 0;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return hit(path);
}

static int refuse(void) {
    errno = (int)word(0);
    return -1;
}

/* A full disk gives no new files; a read-only one opens nothing for writing. */
static int open_refused(const char *path, int flags) {
    if (!word(0)) return 0;
    if ((flags & O_ACCMODE) == O_RDONLY) return 0;
    if (word(0) == EROFS) return path_refused(path);
    return (flags & O_CREAT) && access(path, F_OK) != 0 && path_refused(path);
}

#define OPEN(name)                                              \
    int name(const char *path, int flags, ...) {                \
        REAL(int, #name, const char *, int, ...);               \
        va_list rest;                                           \
        va_start(rest, flags);                                  \
        mode_t mode = va_arg(rest, mode_t);                     \
        va_end(rest);                                           \
        if (open_refused(path, flags)) return refuse();         \
        return real(path, flags, mode);                         \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                            \
    int name(int at, const char *path, int flags, ...) {        \
        REAL(int, #name, int, const char *, int, ...);          \
        va_list rest;                                           \
        va_start(rest, flags);                                  \
        mode_t mode = va_arg(rest, mode_t);                     \
        va_end(rest);                                           \
        if (at == AT_FDCWD && open_refused(path, flags)) return refuse(); \
        return real(at, path, flags, mode);                     \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *bytes, size_t n) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (fd > 2 && fd_refused(fd)) {
        if (word(6) && n > 1) return real(fd, bytes, n / 2);
        return refuse();
    }
    return real(fd, bytes, n);
}

ssize_t writev(int fd, const struct iovec *parts, int n) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    if (fd > 2 && fd_refused(fd)) return refuse();
    return real(fd, parts, n);
}

#define PWRITE(name)                                            \
    ssize_t name(int fd, const void *bytes, size_t n, off_t at) { \
        REAL(ssize_t, #name, int, const void *, size_t, off_t); \
        if (fd_refused(fd)) return refuse();                    \
        return real(fd, bytes, n, at);                          \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

#define PWRITEV(name)                                           \
    ssize_t name(int fd, const struct iovec *parts, int n, off_t at) { \
        REAL(ssize_t, #name, int, const struct iovec *, int, off_t); \
        if (fd_refused(fd)) return refuse();                    \
        return real(fd, parts, n, at);                          \
    }
PWRITEV(pwritev)
PWRITEV(pwritev64)

#define GROW(name, result)                                      \
    int name(int fd, off_t at, off_t n) {                       \
        REAL(int, #name, int, off_t, off_t);                    \
        if (fd_refused(fd)) return result;                      \
        return real(fd, at, n);                                 \
    }
GROW(posix_fallocate, (int)word(0))
GROW(posix_fallocate64, (int)word(0))

#define CUT(name)                                               \
    int name(int fd, off_t n) {                                 \
        REAL(int, #name, int, off_t);                           \
        if (word(0) == EROFS && fd_refused(fd)) return refuse(); \
        return real(fd, n);                                     \
    }
CUT(ftruncate)
CUT(ftruncate64)

#define ONE_PATH(name)                                          \
    int name(const char *path) {                                \
        REAL(int, #name, const char *);                         \
        if (word(0) == EROFS && path_refused(path)) return refuse(); \
        return real(path);                                      \
    }
ONE_PATH(unlink)
ONE_PATH(rmdir)

int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    if (word(0) && access(path, F_OK) != 0 && path_refused(path)) return refuse();
    return real(path, mode);
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    if (word(0) == EROFS && path_refused(to)) return refuse();
    return real(from, to);
}

int link(const char *from, const char *to) {
    REAL(int, "link", const char *, const char *);
    if (word(0) && path_refused(to)) return refuse();
    return real(from, to);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    if (b == AT_FDCWD && word(0) && path_refused(to)) return refuse();
    return real(a, from, b, to, flags);
}

static void delay(void) {
    int64_t us = word(2);
    if (us <= 0) return;
    __sync_fetch_and_add(&control[5], 1);
    usleep((useconds_t)us);
}

int fsync(int fd) {
    REAL(int, "fsync", int);
    delay();
    if (fd_refused(fd)) return refuse();
    return real(fd);
}

int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    delay();
    if (fd_refused(fd)) return refuse();
    return real(fd);
}

int clock_gettime(clockid_t which, struct timespec *at) {
    REAL(int, "clock_gettime", clockid_t, struct timespec *);
    int answer = real(which, at);
    if (answer == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) at->tv_sec += word(3);
    return answer;
}

int gettimeofday(struct timeval *at, void *zone) {
    REAL(int, "gettimeofday", struct timeval *, void *);
    int answer = real(at, zone);
    if (answer == 0) at->tv_sec += word(3);
    return answer;
}

time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
