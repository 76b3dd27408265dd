// SPDX-License-Identifier: Apache-2.0
// Owners for the objects of GLib and libsecret. Each calls the right function
// to free its object: another one would leave a secret in memory, or crash.

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

/// libsecret wipes the value when its last owner is destroyed.
using ValuePointer = std::unique_ptr<SecretValue, FreeWith<secret_value_unref>>;

template <typename T>
using ObjectPointer = std::unique_ptr<T, FreeWith<g_object_unref>>;

}  // namespace hf

#endif  // HF_SRC_KEYRING_GLIB_POINTER_H_
