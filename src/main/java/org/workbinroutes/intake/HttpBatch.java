package org.workbinroutes.intake;

import java.io.InputStream;

/**
 * A batch that came over HTTP and has yet to be read.
 *
 * @param digest of its bytes
 * @param body its bytes from the beginning
 */
record HttpBatch(
    String batchId, String digest, long records, FileFormat format, InputStream body) {}
