package org.workbinroutes.sink.sql;

import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Adds the row of each notification. No header has a say in it. */
final class TableProducer extends DefaultProducer {
  private final TableEndpoint endpoint;
  private final Supplier<? extends DataSource> dataSource;
  private final InsertStatement insert;
  private final RowValues values = new RowValues();
  private volatile NamedParameterJdbcTemplate template;

  TableProducer(
      TableEndpoint endpoint, Supplier<? extends DataSource> dataSource, InsertStatement insert) {
    super(endpoint);
    this.endpoint = endpoint;
    this.dataSource = dataSource;
    this.insert = insert;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    // Spring's own start would connect, to learn which database it is
    JdbcTemplate jdbc = new JdbcTemplate(dataSource.get(), true);
    jdbc.setQueryTimeout(endpoint.getQueryTimeout());
    template = new NamedParameterJdbcTemplate(jdbc);
  }

  @Override
  public void process(Exchange exchange) throws SQLException {
    Map<String, Object> row = values.of(exchange);
    insert.check(row);
    try {
      template.update(insert.sql(), row);
    } catch (DataAccessException failed) {
      throw withoutValues(failed);
    }
  }

  /** The database's own message quotes what was to be written: customer data. */
  private SQLException withoutValues(DataAccessException failed) {
    String state =
        failed.getMostSpecificCause() instanceof SQLException cause ? cause.getSQLState() : null;
    return new SQLException(
        "The row could not be added to the table of data source "
            + endpoint.getName()
            + " ("
            + failed.getClass().getSimpleName()
            + ", SQL state "
            + state
            + "): the database's log says more",
        state);
  }
}
