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
    firstVersion = "1.0.0",
    scheme = "ndjson",
    title = "NDJSON file",
    syntax = "ndjson:file",
    category = {Category.FILE},
    producerOnly = true)
public class NdjsonEndpoint extends DefaultEndpoint {
  @UriPath(description = "The file; it and its directory are made if missing.")
  @Metadata(required = true)
  private String file;

  @UriParam(
      defaultValue = "true",
      description =
          "Whether a line counts as delivered only once it is on the disk. Without, a power failure"
              + " can lose the last lines; the end of the process cannot.")
  private boolean sync = true;

  @UriParam(
      defaultValue = "none",
      description =
          "When the file is closed and a new one begun: none, daily, or at a size such as 100MB. A"
              + " closed file is named after the day of its last line, and numbered if there are"
              + " more of that day.")
  private String roll = "none";

  @UriParam(defaultValue = "false", description = "Whether closed files are packed by gzip.")
  private boolean gzip;

  @UriParam(
      defaultValue = "0",
      description = "How many closed files are kept; older ones are deleted. 0 keeps all.")
  private int keep;

  private NdjsonFile target;

  NdjsonEndpoint(String uri, NdjsonComponent component) {
    super(uri, component);
  }

  void setTarget(NdjsonFile target) {
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
   * @param file the path, absolute or relative to the property {@code workbin.home}, without which
   *     to the working directory
   */
  public void setFile(String file) {
    this.file = file;
  }

  /** {@return whether each line is forced to the disk} */
  public boolean isSync() {
    return sync;
  }

  /** Sets whether each line is forced to the disk before the delivery counts. */
  public void setSync(boolean sync) {
    this.sync = sync;
  }

  /** {@return when a new file is begun} */
  public String getRoll() {
    return roll;
  }

  /**
   * Sets when a new file is begun.
   *
   * @param roll {@code none}, {@code daily}, or a size such as {@code 100MB}
   */
  public void setRoll(String roll) {
    this.roll = roll;
  }

  /** {@return whether closed files are packed} */
  public boolean isGzip() {
    return gzip;
  }

  /** Sets whether closed files are packed. */
  public void setGzip(boolean gzip) {
    this.gzip = gzip;
  }

  /** {@return how many closed files are kept, 0 for all} */
  public int getKeep() {
    return keep;
  }

  /**
   * Sets how many closed files are kept.
   *
   * @param keep their number, the latest; 0 keeps all
   */
  public void setKeep(int keep) {
    this.keep = keep;
  }
}
