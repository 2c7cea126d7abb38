package org.workbinroutes.simulator;

/**
 * What a REST request asks for, as far as it could be read. Faults are matched against it.
 *
 * @param method HTTP method
 * @param path request path, still encoded
 * @param query query, still encoded; null if there was none
 * @param workbinId decoded id in the path; null if the request is not about one workbin
 * @param type kind of group in the query; null if none or both were given
 * @param group decoded group name; null if none or both were given
 * @param operation {@code operationName} as sent; null if there was none
 * @param interactionId {@code id} as sent; null if there was none
 * @param saveLAR whether {@code saveLAR} was {@code "true"} or true
 */
public record RestCall(
    String method,
    String path,
    String query,
    String workbinId,
    WorkbinType type,
    String group,
    String operation,
    String interactionId,
    boolean saveLAR) {

  static RestCall of(String method, String path, String query) {
    return new RestCall(method, path, query, null, null, null, null, null, false);
  }

  static RestCall bayeux(String path, String channel) {
    return new RestCall("POST", path, null, null, null, null, channel, null, false);
  }

  /**
   * The group workbin that is meant.
   *
   * @return the address; null if the request names no group workbin
   */
  public BinAddress bin() {
    return workbinId == null || type == null ? null : new BinAddress(workbinId, type, group);
  }
}
