// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/error.h"

#include <string_view>

namespace hf {
namespace {

constexpr std::string_view kUnlockHint =
    "unlock it, for example with 'git-credential-hf whoami' at your desktop, "
    "and try again";

Error NoService() {
  return Unavailable(
      "no keyring service is running",
      "start one, such as gnome-keyring, or keep tokens in a file: "
      "'git-credential-hf login'");
}

}  // namespace

Error Unavailable(std::string message, std::string hint) {
  return {Problem::kUnavailable, std::move(message), std::move(hint)};
}

bool IsAboutLock(const Error& error) { return error.hint == kUnlockHint; }

Error Locked() {
  return Unavailable("the keyring is locked", std::string(kUnlockHint));
}

Error ErrorFrom(GError* taken) {
  const ErrorPointer error(taken);
  if (!error) return Unavailable("the keyring service did not say what failed");
  if (g_error_matches(taken, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)) {
    return Locked();
  }
  for (const int code :
       {G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER,
        G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND, G_DBUS_ERROR_SPAWN_EXEC_FAILED,
        G_DBUS_ERROR_SPAWN_CHILD_EXITED}) {
    if (g_error_matches(taken, G_DBUS_ERROR, code)) return NoService();
  }
  const bool has_stopped =
      g_error_matches(taken, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches(taken, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED) ||
      g_error_matches(taken, G_IO_ERROR, G_IO_ERROR_CLOSED);
  if (has_stopped) {
    return Unavailable("the keyring service stopped before it answered",
                       "start it again, and try again");
  }
  g_dbus_error_strip_remote_error(taken);
  constexpr std::size_t kLongest = 200;
  return Unavailable("the keyring service said: " +
                     std::string(error->message).substr(0, kLongest));
}

}  // namespace hf
