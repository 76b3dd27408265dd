// SPDX-License-Identifier: Apache-2.0
// What another program may do to the keyring: adds an item to it without a look
// at those that are there.
// usage: put_item LABEL SECRET [ATTRIBUTE VALUE]...
#include <libsecret/secret.h>
#include <stdio.h>

int main(int argc, char** argv) {
  if (argc < 3 || argc % 2 == 0) return 2;
  GError* error = nullptr;
  SecretService* service =
      secret_service_get_sync(SECRET_SERVICE_OPEN_SESSION, nullptr, &error);
  SecretCollection* keyring = service
                                  ? secret_collection_for_alias_sync(
                                        service, SECRET_COLLECTION_DEFAULT,
                                        SECRET_COLLECTION_NONE, nullptr, &error)
                                  : nullptr;
  GHashTable* attributes = g_hash_table_new(g_str_hash, g_str_equal);
  for (int at = 3; at < argc; at += 2) {
    g_hash_table_insert(attributes, argv[at], argv[at + 1]);
  }
  SecretValue* value = secret_value_new(argv[2], -1, "text/plain");
  if (keyring && !error) {
    secret_item_create_sync(keyring, nullptr, attributes, argv[1], value,
                            SECRET_ITEM_CREATE_NONE, nullptr, &error);
  }
  if (keyring && !error) return 0;
  fprintf(stderr, "put_item: %s\n", error ? error->message : "no keyring");
  return 1;
}
