package org.workbinroutes.it.desk;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application whose routes place cases and hear what was added to workbins. */
@SpringBootApplication
public class DeskApplication {
  public static void main(String[] args) {
    SpringApplication.run(DeskApplication.class, args);
  }

  @Bean
  RouteBuilder desk() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:desk").to("seda:desk");
      }
    };
  }
}
