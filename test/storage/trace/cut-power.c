/* Cuts the power of one mounted file system: what it has not flushed is gone, as FS_IOC_SHUTDOWN without a flush of its journal promises. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>

int main(int count, char **arguments) {
  uint32_t without_flush = 2;
  int folder = count == 2 ? open(arguments[1], O_RDONLY) : -1;
  if (folder < 0 || ioctl(folder, _IOR('X', 125, uint32_t), &without_flush) != 0) {
    perror("cut-power");
    return 1;
  }
  return 0;
}
