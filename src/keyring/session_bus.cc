// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/session_bus.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "src/keyring/error.h"
#include "src/keyring/glib_pointer.h"
#include "src/system/path.h"

namespace hf {
namespace {

constexpr std::string_view kAddress = "DBUS_SESSION_BUS_ADDRESS";

/// True when only the caller can put a socket at \a path: the socket belongs to
/// the caller, and its folder belongs to the caller or root and does not let
/// other users exchange the socket (/tmp is sticky). Also true when \a path
/// does not exist: connecting to it fails.
bool IsOwnSocket(const std::string& path) {
  const TextPointer real(realpath(path.c_str(), nullptr));
  if (!real) return errno == ENOENT;
  struct stat socket, folder;
  if (stat(real.get(), &socket) != 0 || !S_ISSOCK(socket.st_mode) ||
      socket.st_uid != geteuid() ||
      stat(DirectoryOf(real.get()).c_str(), &folder) != 0) {
    return false;
  }
  if (folder.st_uid != geteuid() && folder.st_uid != 0) return false;
  const bool others_write = (folder.st_mode & (S_IWGRP | S_IWOTH)) != 0;
  return !others_write || (folder.st_mode & S_ISVTX) != 0;
}

/// True when \a address, one of a list, is a socket of this machine that may
/// belong to the caller. The owner of a socket without a file (abstract) is
/// known only after connecting.
bool MayBeOwn(std::string_view address) {
  constexpr std::string_view kUnix = "unix:", kPath = "path=",
                             kAbstract = "abstract=";
  if (!address.starts_with(kUnix)) return false;
  address.remove_prefix(kUnix.size());
  while (!address.empty()) {
    const std::size_t end = std::min(address.find(','), address.size());
    const std::string_view pair = address.substr(0, end);
    address.remove_prefix(std::min(end + 1, address.size()));
    if (pair.starts_with(kAbstract)) return true;
    if (!pair.starts_with(kPath)) continue;
    const std::string escaped(pair.substr(kPath.size()));
    const TextPointer path(g_uri_unescape_string(escaped.c_str(), nullptr));
    return path && IsOwnSocket(path.get());
  }
  return false;
}

/// True when MayBeOwn() is true for all of \a addresses, a list with `;`. A
/// repository can set the variable (by a `.env` file), and the tokens would
/// then go to a bus over TCP or to another user's bus.
bool MayAllBeOwn(std::string_view addresses) {
  while (!addresses.empty()) {
    const std::size_t end = std::min(addresses.find(';'), addresses.size());
    if (!MayBeOwn(addresses.substr(0, end))) return false;
    addresses.remove_prefix(std::min(end + 1, addresses.size()));
  }
  return true;
}

Error NoBus() {
  return Unavailable(
      "there is no session bus (D-Bus), so no keyring can be used",
      "log in at a desktop or use dbus-run-session, or keep tokens in a file: "
      "'git-credential-hf login'");
}

Error NotOwn(std::string_view bus) {
  return {Problem::kRefused,
          std::string(bus) +
              " does not name a socket of this machine that belongs to you, so "
              "no token goes there",
          "set DBUS_SESSION_BUS_ADDRESS to the bus of your session, such as "
          "unix:path=/run/user/1000/bus"};
}

/// Checks for a bus before GLib does: without one, GLib would ask X11 for a
/// bus, or start its own.
Result<void> FindBus(const Environment& environment) {
  if (environment.Has(kAddress)) {
    if (MayAllBeOwn(*environment.Find(kAddress))) return {};
    return NotOwn(kAddress);
  }
  const auto runtime = environment.Find("XDG_RUNTIME_DIR");
  if (!runtime || !runtime->starts_with('/')) return NoBus();
  struct stat facts;
  const std::string bus = JoinPath(*runtime, "bus");
  if (stat(bus.c_str(), &facts) != 0 || !S_ISSOCK(facts.st_mode)) {
    return NoBus();
  }
  return IsOwnSocket(bus) ? Result<void>() : NotOwn("XDG_RUNTIME_DIR");
}

/// True when the process at the other end runs as the same user. The kernel
/// knows this even if the socket's file was exchanged meanwhile.
bool IsOwnPeer(GDBusConnection* connection) {
  GIOStream* stream = g_dbus_connection_get_stream(connection);
  if (!G_IS_SOCKET_CONNECTION(stream)) return false;
  GSocket* socket = g_socket_connection_get_socket(G_SOCKET_CONNECTION(stream));
  const ObjectPointer<GCredentials> peer(
      g_socket_get_credentials(socket, nullptr));
  return peer && g_credentials_get_unix_user(peer.get(), nullptr) == geteuid();
}

/// Keeps GLib's warnings off the terminal.
GLogWriterOutput DiscardLog(GLogLevelFlags, const GLogField*, gsize, gpointer) {
  return G_LOG_WRITER_HANDLED;
}

}  // namespace

Result<void> ConnectToSessionBus(const Environment& environment) {
  g_log_set_writer_func(DiscardLog, nullptr, nullptr);
  // G_DBUS_DEBUG prints to stdout; SECRET_SERVICE_BUS_NAME selects another
  // service.
  for (const char* variable : {"G_DBUS_DEBUG", "SECRET_SERVICE_BUS_NAME"}) {
    unsetenv(variable);
  }
  Result<void> bus = FindBus(environment);
  if (!bus.ok()) return bus.error();
  GError* error = nullptr;
  GDBusConnection* connection =
      g_bus_get_sync(G_BUS_TYPE_SESSION, nullptr, &error);
  if (!connection) {
    Error failure = ErrorFrom(error);
    failure.message = "the session bus (D-Bus) cannot be reached";
    failure.hint = "check whether DBUS_SESSION_BUS_ADDRESS is right";
    return failure;
  }
  if (!IsOwnPeer(connection)) return NotOwn("the session bus (D-Bus)");
  // GLib shares this connection within the process, so it stays open. By
  // default GLib ends the process without a message when the bus closes.
  g_dbus_connection_set_exit_on_close(connection, FALSE);
  return {};
}

}  // namespace hf
