package org.workbinroutes.ops.http;

/**
 * A resource that everybody may have, without a login: it holds nothing of anybody.
 *
 * @param path where it is, to the letter, such as {@code /console}
 * @param content its bytes
 * @param policy what a browser may do with it, as a {@code Content-Security-Policy}
 */
public record OpenPage(String path, String contentType, byte[] content, String policy) {
  public OpenPage {
    content = content.clone();
  }

  @Override
  public byte[] content() {
    return content.clone();
  }
}
