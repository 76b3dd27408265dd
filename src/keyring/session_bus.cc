// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/session_bus.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <string_view>

#include "src/keyring/keyring_error.h"
#include "src/store_path.h"

namespace hf {
namespace {

/// True when all that \a addresses, a list with `;`, names are sockets of this
/// machine. A variable may come from a file that a repository ships, and a bus
/// over TCP could be anybody's; it would be given the tokens.
bool AreLocal(std::string_view addresses) {
  while (!addresses.empty()) {
    const std::size_t end = std::min(addresses.find(';'), addresses.size());
    if (!addresses.substr(0, end).starts_with("unix:")) return false;
    addresses.remove_prefix(std::min(end + 1, addresses.size()));
  }
  return true;
}

/// GLib would start a bus of its own where there is none, and ask X11 for one.
Result<void> FindBus(const Environment& environment) {
  if (environment.Has("DBUS_SESSION_BUS_ADDRESS")) {
    if (AreLocal(*environment.Find("DBUS_SESSION_BUS_ADDRESS"))) return {};
    return Error{Problem::kRefused,
                 "DBUS_SESSION_BUS_ADDRESS does not name a socket of this "
                 "machine, so no token goes there",
                 "set it to the bus of your session, such as "
                 "unix:path=/run/user/1000/bus"};
  }
  if (const auto runtime = environment.Find("XDG_RUNTIME_DIR")) {
    struct stat facts;
    const std::string bus = JoinPath(*runtime, "bus");
    if (stat(bus.c_str(), &facts) == 0 && S_ISSOCK(facts.st_mode)) return {};
  }
  return Unavailable(
      "there is no session bus (D-Bus), so no keyring can be asked",
      "log in at a desktop or use dbus-run-session, or keep tokens in a file: "
      "'git-credential-hf login'");
}

/// GLib would talk to the terminal of what it takes for our mistakes.
GLogWriterOutput SayNothing(GLogLevelFlags, const GLogField*, gsize, gpointer) {
  return G_LOG_WRITER_HANDLED;
}

}  // namespace

Result<void> ConnectToSessionBus(const Environment& environment) {
  g_log_set_writer_func(SayNothing, nullptr, nullptr);
  // One would print messages into our answer, one lead to another service.
  for (const char* variable : {"G_DBUS_DEBUG", "SECRET_SERVICE_BUS_NAME"}) {
    unsetenv(variable);
  }
  Result<void> bus = FindBus(environment);
  if (!bus.ok()) return bus.error();
  GError* error = nullptr;
  GDBusConnection* connection =
      g_bus_get_sync(G_BUS_TYPE_SESSION, nullptr, &error);
  if (!connection) {
    Error failure = Explain(error);
    failure.message = "the session bus (D-Bus) cannot be reached";
    failure.hint = "see whether DBUS_SESSION_BUS_ADDRESS is right";
    return failure;
  }
  // It stays: GLib gives everybody the same one. Else GLib ends us, without a
  // word, when the bus goes.
  g_dbus_connection_set_exit_on_close(connection, FALSE);
  return {};
}

}  // namespace hf
