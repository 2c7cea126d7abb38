package org.workbinroutes.sink;

/** The notifications printed in the GWS reference, with the {@code null} that is on the wire. */
public final class Samples {
  /** An item added to an agent group's workbin. */
  public static final String AGENT_GROUP =
      """
      {"action":"ItemAdded",\
      "agentGroup":"MyAgentGroup",\
      "chatStateResourceV2":{"capabilities":[],\
      "chatType":"Inbound",\
      "id":"0001BaBFVPR20035",\
      "participants":[],\
      "receivedDate":"2016-04-08 15:05:57.000+0300",\
      "userData":{"CBR-IT-path_DBIDs":"",\
      "CBR-Interaction_cost":"",\
      "CBR-actual_volume":"",\
      "CBR-contract_DBIDs":"",\
      "ChatServerAppName":"esv_chat_srv",\
      "ChatServerDBID":"147",\
      "ChatServerHost":"dev-ip9-152.gws.genesys.com",\
      "ChatServerPort":"7160",\
      "CustomerSegment":"default",\
      "OccuredAt":"2016-04-08T12:06:01Z",\
      "PegAG?:2>1":1,\
      "RRequestedSkillCombination":"",\
      "RRequestedSkills":null,\
      "RStrategyDBID":"472",\
      "RStrategyName":"CloudPoDSimpleChatInStrategy",\
      "RTargetAgentGroup":"?:2>1",\
      "RTargetAgentSelected":"a1",\
      "RTargetObjSelDBID":"",\
      "RTargetObjectSelected":"?:2>1",\
      "RTargetPlaceSelected":"a1",\
      "RTargetRequested":"?:2>1",\
      "RTargetRuleSelected":"",\
      "RTargetTypeSelected":"2",\
      "RTenant":"Environment",\
      "RVQDBID":"",\
      "RVQID":"",\
      "ServiceObjective":0,\
      "ServiceType":"default",\
      "Subject":"TestChatCustomer"}},\
      "id":"6c715fa9-de16-4d23-b07c-cbcb1caf3e07",\
      "messageType":"WorkbinStateChangeMessage"}""";

  /** An item added to a place group's workbin. */
  public static final String PLACE_GROUP =
      """
      {"action":"ItemAdded",\
      "chatStateResourceV2":{"capabilities":[],\
      "chatType":"Inbound",\
      "id":"0001BaBFVPR20039",\
      "participants":[],\
      "receivedDate":"2016-04-08 15:31:30.000+0300",\
      "userData":{"CBR-IT-path_DBIDs":"",\
      "CBR-Interaction_cost":"",\
      "CBR-actual_volume":"",\
      "CBR-contract_DBIDs":"",\
      "ChatServerAppName":"esv_chat_srv",\
      "ChatServerDBID":"147",\
      "ChatServerHost":"dev-ip9-152.gws.genesys.com",\
      "ChatServerPort":"7160",\
      "CustomerSegment":"default",\
      "OccuredAt":"2016-04-08T12:31:33Z",\
      "PegAG?:2>1":1,\
      "RRequestedSkillCombination":"",\
      "RRequestedSkills":null,\
      "RStrategyDBID":"472",\
      "RStrategyName":"CloudPoDSimpleChatInStrategy",\
      "RTargetAgentGroup":"?:2>1",\
      "RTargetAgentSelected":"a1",\
      "RTargetObjSelDBID":"",\
      "RTargetObjectSelected":"?:2>1",\
      "RTargetPlaceSelected":"a1",\
      "RTargetRequested":"?:2>1",\
      "RTargetRuleSelected":"",\
      "RTargetTypeSelected":"2",\
      "RTenant":"Environment",\
      "RVQDBID":"",\
      "RVQID":"",\
      "ServiceObjective":0,\
      "ServiceType":"default",\
      "Subject":"TestChatCustomer"}},\
      "id":"5d487e69-a393-4228-a06f-6a4015ab1b54",\
      "messageType":"WorkbinStateChangeMessage",\
      "placeGroup":"MyPlaceGroup"}""";

  private Samples() {}

  /** The first sample, in another group; the name must not need escapes in JSON. */
  public static String inAgentGroup(String group) {
    return AGENT_GROUP.replace("\"MyAgentGroup\"", "\"" + group + "\"");
  }
}
