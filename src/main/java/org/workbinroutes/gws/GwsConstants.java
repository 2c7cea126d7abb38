package org.workbinroutes.gws;

import org.apache.camel.spi.Metadata;

/** The headers that {@code gws:} endpoints set. They are never read from a message. */
public final class GwsConstants {
  @Metadata(label = "consumer", description = "The notification's action, for example ItemAdded.")
  public static final String ACTION = "CamelGwsAction";

  @Metadata(label = "consumer", description = "The notification's message type.")
  public static final String MESSAGE_TYPE = "CamelGwsMessageType";

  @Metadata(label = "consumer", description = "The item's media: chat, email, workitem ...")
  public static final String MEDIA = "CamelGwsMedia";

  @Metadata(label = "consumer", description = "agentGroup or placeGroup.")
  public static final String GROUP_KIND = "CamelGwsGroupKind";

  @Metadata(label = "consumer", description = "The name of the group that owns the workbin.")
  public static final String GROUP = "CamelGwsGroup";

  @Metadata(label = "consumer", description = "The workbin's id.")
  public static final String WORKBIN_ID = "CamelGwsWorkbinId";

  @Metadata(label = "consumer", description = "The interaction's id.")
  public static final String INTERACTION_ID = "CamelGwsInteractionId";

  @Metadata(
      description = "GWS's number of the call, if the answer or the notification carries one.",
      javaType = "Long")
  public static final String REFERENCE_ID = "CamelGwsReferenceId";

  private GwsConstants() {}
}
