package org.workbinroutes.ops.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.config.BrokerRole;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;

class RemoteAccessTest {
  private static final String ENOUGH =
      """
      gws.url = https://gws.example
      gws.username = u
      gws.password = p
      workbin.broker.port = 61616
      workbin.broker.username = me
      workbin.broker.password = s3cret
      """;

  @TempDir Path folder;

  @Test
  void withoutAWordEachRoleHasItsQueue() throws Exception {
    assertThat(RemoteAccess.of(0, load("")).addresses()).isEqualTo(RemoteAccess.PUBLIC_ADDRESSES);
  }

  @Test
  void whatIntakesReadIsForSendersAndWhatSinksWriteForReaders() throws Exception {
    // When
    RemoteAccess access =
        RemoteAccess.of(
            0,
            load(
                """
                workbin.broker.addresses = crm.requests, crm.refused, crm.told, mail.in, audit, own
                camel.routeTemplate[crm].templateId = jms-intake
                camel.routeTemplate[crm].queue = crm.requests
                camel.routeTemplate[crm].deadLetters = crm.refused
                camel.routeTemplate[mail].templateId = jms-intake
                camel.routeTemplate[mail].destinationType = topic
                camel.routeTemplate[mail].topic = mail.in
                camel.routeTemplate[mail].subscription = mail
                camel.routeTemplate[told].templateId = sink
                camel.routeTemplate[told].to = jms:topic:crm.told?timeToLive=1000
                camel.routeTemplate[audit].templateId = sink
                camel.routeTemplate[audit].to = {{workbin.broker.component}}:queue:audit
                """));

    // Then
    assertThat(access.addresses().get(BrokerRole.SEND))
        .isEqualTo(Set.of("crm.requests", "mail.in", "own"));
    assertThat(access.addresses().get(BrokerRole.DEAD_LETTERS)).isEqualTo(Set.of("crm.refused"));
    assertThat(access.addresses().get(BrokerRole.NOTIFICATIONS))
        .isEqualTo(Set.of("crm.told", "audit", "own"));
  }

  private Configuration load(String lines) throws Exception {
    Path file = Files.writeString(folder.resolve("application.properties"), ENOUGH + lines);
    return new ConfigurationLoader(Catalogue.standard(), Map.of(), Map.of())
        .load(file, Map.of(), folder);
  }
}
