// SPDX-License-Identifier: Apache-2.0
// Owners for what GLib and libsecret hand out, each with the function that
// frees it: freeing a secret with another one leaves it in memory, or crashes.

#ifndef HF_SRC_KEYRING_GLIB_POINTER_H_
#define HF_SRC_KEYRING_GLIB_POINTER_H_

#include <gio/gio.h>
#include <libsecret/secret.h>

#include <memory>

namespace hf {

template <auto kFree>
struct FreeWith {
  template <typename T>
  void operator()(T* memory) const {
    kFree(memory);
  }
};

using ErrorPointer = std::unique_ptr<GError, FreeWith<g_error_free>>;
using TablePointer = std::unique_ptr<GHashTable, FreeWith<g_hash_table_unref>>;
using TextPointer = std::unique_ptr<char, FreeWith<g_free>>;
using ListPointer = std::unique_ptr<GList, FreeWith<g_list_free>>;

/// Wiped with libsecret's own memory when the last owner goes.
using ValuePointer = std::unique_ptr<SecretValue, FreeWith<secret_value_unref>>;

template <typename T>
using ObjectPointer = std::unique_ptr<T, FreeWith<g_object_unref>>;

}  // namespace hf

#endif  // HF_SRC_KEYRING_GLIB_POINTER_H_
