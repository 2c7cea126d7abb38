package org.workbinroutes.intake;

import java.io.InputStream;

/**
 * A batch that came over HTTP and has yet to be read.
 *
 * @param batchId what it is called
 * @param digest of its bytes
 * @param records how many there are
 * @param format how they are written
 * @param body its bytes from the beginning
 */
record HttpBatch(
    String batchId, String digest, long records, FileFormat format, InputStream body) {}
