// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/session_bus.h"

#include <sys/stat.h>

#include "src/keyring/keyring_error.h"
#include "src/store_path.h"

namespace hf {
namespace {

/// GLib would start a bus of its own where there is none, and ask X11 for one.
Result<void> FindBus(const Environment& environment) {
  if (environment.Has("DBUS_SESSION_BUS_ADDRESS")) return {};
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
