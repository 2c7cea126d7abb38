package org.workbinroutes.ops.http;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.workbinroutes.ops.config.ApiKey;

/** The API keys there are. A comparison takes as long for a wrong key as for a right one. */
final class ApiKeys implements Credentials {
  private final List<ApiKey> keys;
  private final List<byte[]> hashes;

  ApiKeys(List<ApiKey> keys) {
    this.keys = List.copyOf(keys);
    this.hashes = keys.stream().map(key -> HexFormat.of().parseHex(key.hash())).toList();
  }

  @Override
  public boolean mayBe(String credential) {
    return true;
  }

  @Override
  public Caller caller(String credential) throws RefusedLoginException {
    byte[] given = ApiKey.digest(credential);
    ApiKey found = null;
    for (int i = 0; i < keys.size(); i++) {
      if (MessageDigest.isEqual(hashes.get(i), given)) {
        found = keys.get(i);
      }
    }
    if (found == null) {
      throw new RefusedLoginException("there is no such key");
    }
    return new Caller(found.name(), found.access());
  }
}
