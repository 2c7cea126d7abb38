package org.workbinroutes.sink.sql;

import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.workbinroutes.sink.Trial;
import org.workbinroutes.sink.TrialFailedException;

/** Add one row per notification to a table. */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "table",
    title = "Table",
    syntax = "table:name",
    category = {Category.DATABASE},
    producerOnly = true)
public class TableEndpoint extends DefaultEndpoint implements Trial {
  @UriPath(
      description =
          "The data source: the configuration has workbin.datasource.NAME.url, .username, .password,"
              + " .connections and .insert.")
  @Metadata(required = true)
  private String name;

  @UriParam(
      defaultValue = "30",
      description = "How long a statement may take, in seconds; after that the delivery failed.")
  private int queryTimeout = 30;

  private final Supplier<? extends DataSource> dataSource;
  private final InsertStatement insert;
  private final Trial trial;

  TableEndpoint(
      String uri,
      TableComponent component,
      Supplier<? extends DataSource> dataSource,
      InsertStatement insert,
      Trial trial) {
    super(uri, component);
    this.dataSource = dataSource;
    this.insert = insert;
    this.trial = trial;
  }

  @Override
  public String tryOut(Duration patience) throws TrialFailedException {
    return trial.tryOut(patience);
  }

  @Override
  public Producer createProducer() {
    return new TableProducer(this, dataSource, insert);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "table only writes: to read rows use Camel's sql component");
  }

  /** {@return the data source's name} */
  public String getName() {
    return name;
  }

  /**
   * Sets the data source.
   *
   * @param name its name in the configuration
   */
  public void setName(String name) {
    this.name = name;
  }

  /** {@return how long a statement may take, in seconds} */
  public int getQueryTimeout() {
    return queryTimeout;
  }

  /**
   * Sets how long a statement may take.
   *
   * @param queryTimeout seconds, greater than 0
   */
  public void setQueryTimeout(int queryTimeout) {
    if (queryTimeout <= 0) {
      throw new IllegalArgumentException(
          "table: queryTimeout is " + queryTimeout + ": give seconds, 1 or more");
    }
    this.queryTimeout = queryTimeout;
  }
}
