package org.workbinroutes.sink.ndjson;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Append message bodies to a file, one line of JSON each. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "ndjson",
    title = "NDJSON file",
    syntax = "ndjson:file",
    category = {Category.FILE},
    producerOnly = true)
public class NdjsonEndpoint extends DefaultEndpoint {
  @UriPath(description = "The file; it and its directory are made if missing")
  @Metadata(required = true)
  private String file;

  @UriParam(
      defaultValue = "true",
      description =
          "Whether a line counts as delivered only once it is on the disk. Without, a power failure"
              + " can lose the last lines; the end of the process cannot.")
  private boolean sync = true;

  private final NdjsonFile target;

  NdjsonEndpoint(String uri, NdjsonComponent component, NdjsonFile target) {
    super(uri, component);
    this.target = target;
  }

  @Override
  public Producer createProducer() {
    return new NdjsonProducer(this, target);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "ndjson only writes: to read such a file use Camel's file component with a split by line");
  }

  /** {@return the file as the URI names it} */
  public String getFile() {
    return file;
  }

  /**
   * Sets the file.
   *
   * @param file the path, relative to the working directory or absolute
   */
  public void setFile(String file) {
    this.file = file;
  }

  /** {@return whether each line is forced to the disk} */
  public boolean isSync() {
    return sync;
  }

  /**
   * Sets whether each line is forced to the disk before the delivery counts.
   *
   * @param sync true for yes, the default
   */
  public void setSync(boolean sync) {
    this.sync = sync;
  }
}
