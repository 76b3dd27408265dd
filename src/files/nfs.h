// SPDX-License-Identifier: Apache-2.0
// What differs for a file on NFS, which several machines may change.

#ifndef HF_SRC_FILES_NFS_H_
#define HF_SRC_FILES_NFS_H_

#include <sys/types.h>

#include <string>
#include <string_view>

namespace hf {

/// True when the open file \a fd is on NFS.
bool IsOnNfs(int fd);

/// True when a lock on the open file \a fd would exclude no process of another
/// machine: it is on NFS, mounted with "nolock" or "local_lock".
bool HasLocalLocksOnly(int fd);

/// The same for the device \a device, in the text of /proc/self/mountinfo.
bool HasLocalLocksOnly(std::string_view mounts, dev_t device);

/// To be called when \a path could not be found. True when it may be there
/// nevertheless, and the caller should look again: on NFS, a machine may
/// remember for a minute that there was no such file; and a client that renames
/// a file over one that a process has open first renames the open one to
/// ".nfs...". Until it has renamed the other, no machine finds the file.
bool MayBeThereOnNfs(const std::string& path);

}  // namespace hf

#endif  // HF_SRC_FILES_NFS_H_
