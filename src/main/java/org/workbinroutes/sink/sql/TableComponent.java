package org.workbinroutes.sink.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Camel component {@code table}: one row per notification in a database that the configuration
 * names. The statement is the configuration's; what comes from outside is only ever a parameter.
 */
@Component("table")
public class TableComponent extends DefaultComponent {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final ConcurrentMap<String, HikariDataSource> pools = new ConcurrentHashMap<>();

  /** Makes the component; no connection is opened before the first row. */
  public TableComponent() {}

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!NAME.matcher(remaining).matches()) {
      throw new IllegalArgumentException(
          "table names no data source: write table:warehouse, and workbin.datasource.warehouse.url"
              + " in the configuration");
    }
    DataSourceSettings settings = DataSourceSettings.read(getCamelContext(), remaining);
    InsertStatement insert =
        InsertStatement.parse("workbin.datasource." + remaining + ".insert", settings.insert());
    TableEndpoint endpoint =
        new TableEndpoint(
            uri,
            this,
            () -> pools.computeIfAbsent(remaining, name -> settings.open()),
            insert,
            new TableTrial(settings, insert));
    endpoint.setName(remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  @Override
  protected void doStop() throws Exception {
    pools.values().forEach(HikariDataSource::close);
    pools.clear();
    super.doStop();
  }
}
