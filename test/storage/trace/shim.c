/*
 * Makes the disk fail for one program: loaded before its C library (LD_PRELOAD), counts the calls of one kind on files whose path contains
 * SHIM_FILE (ends with it, where a `$` follows), and at the SHIM_AT-th one fails it with SHIM_ERRNO, writes only half of it, or kills the process. From then on once or for ever
 * (SHIM_STICKY). SHIM_FIRED names a file that is made when it happened, so that the test knows when there were no more calls.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int calls;

static int matches(const char *path) {
  const char *file = getenv("SHIM_FILE");
  if (!file || !path) return 0;
  size_t length = strlen(file), whole = strlen(path);
  if (length == 0 || file[length - 1] != '$') return strstr(path, file) != NULL;
  return whole >= length - 1 && strncmp(path + whole - (length - 1), file, length - 1) == 0;
}

static int matches_fd(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return matches(path);
}

/* 0: go on · 1: fail · 2: half */
static int fate(const char *call, int concerned) {
  const char *wanted = getenv("SHIM_CALL"), *at = getenv("SHIM_AT"), *mode = getenv("SHIM_MODE");
  if (!wanted || !at || !mode || strcmp(wanted, call) != 0 || !concerned) return 0;
  int now = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST), then = atoi(at);
  if (now != then && !(getenv("SHIM_STICKY") && now > then)) return 0;
  const char *fired = getenv("SHIM_FIRED");
  if (fired) {
    int fd = open(fired, O_CREAT | O_WRONLY, 0600);
    if (fd >= 0) close(fd);
  }
  if (strcmp(mode, "kill") == 0) kill(getpid(), SIGKILL);
  if (strcmp(mode, "half") == 0) return 2;
  errno = atoi(getenv("SHIM_ERRNO") ? getenv("SHIM_ERRNO") : "5");
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pread(int fd, void *buffer, size_t count, off_t offset) {
  if (fate("pread", matches_fd(fd)) == 1) return -1;
  return REAL(pread)(fd, buffer, count, offset);
}
ssize_t pread64(int fd, void *buffer, size_t count, off64_t offset) {
  if (fate("pread", matches_fd(fd)) == 1) return -1;
  return REAL(pread64)(fd, buffer, count, offset);
}
ssize_t pwrite(int fd, const void *buffer, size_t count, off_t offset) {
  int decided = fate("pwrite", matches_fd(fd));
  if (decided == 1) return -1;
  return REAL(pwrite)(fd, buffer, decided == 2 ? count / 2 : count, offset);
}
ssize_t pwrite64(int fd, const void *buffer, size_t count, off64_t offset) {
  int decided = fate("pwrite", matches_fd(fd));
  if (decided == 1) return -1;
  return REAL(pwrite64)(fd, buffer, decided == 2 ? count / 2 : count, offset);
}
ssize_t write(int fd, const void *buffer, size_t count) {
  int decided = fate("write", matches_fd(fd));
  if (decided == 1) return -1;
  return REAL(write)(fd, buffer, decided == 2 ? count / 2 : count);
}
int fsync(int fd) {
  return fate("fsync", matches_fd(fd)) == 1 ? -1 : REAL(fsync)(fd);
}
int fdatasync(int fd) {
  return fate("fsync", matches_fd(fd)) == 1 ? -1 : REAL(fdatasync)(fd);
}
int rename(const char *from, const char *to) {
  return fate("rename", matches(from) || matches(to)) == 1 ? -1 : REAL(rename)(from, to);
}
