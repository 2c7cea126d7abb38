package org.workbinroutes.gws;

import org.apache.camel.spi.Metadata;

/** The headers that {@code gws:} endpoints set. They are never read from a message. */
public final class GwsConstants {
  @Metadata(
      label = "consumer",
      description = "The notification's action, for example ItemAdded.",
      javaType = "String")
  public static final String ACTION = "CamelGwsAction";

  @Metadata(
      label = "consumer",
      description = "The notification's message type.",
      javaType = "String")
  public static final String MESSAGE_TYPE = "CamelGwsMessageType";

  @Metadata(
      label = "consumer",
      description = "The item's media: chat, email, workitem and what else GWS may send.",
      javaType = "String")
  public static final String MEDIA = "CamelGwsMedia";

  @Metadata(
      label = "consumer",
      description = "Whose workbin it is: of an agent group or of a place group.",
      enums = "agentGroup,placeGroup",
      javaType = "String")
  public static final String GROUP_KIND = "CamelGwsGroupKind";

  @Metadata(
      label = "consumer",
      description = "The name of the group that owns the workbin.",
      javaType = "String")
  public static final String GROUP = "CamelGwsGroup";

  @Metadata(label = "consumer", description = "The workbin's id.", javaType = "String")
  public static final String WORKBIN_ID = "CamelGwsWorkbinId";

  @Metadata(label = "consumer", description = "The interaction's id.", javaType = "String")
  public static final String INTERACTION_ID = "CamelGwsInteractionId";

  @Metadata(
      label = "common",
      description = "GWS's number of the call, if the answer or the notification carries one.",
      javaType = "Long")
  public static final String REFERENCE_ID = "CamelGwsReferenceId";

  private GwsConstants() {}
}
