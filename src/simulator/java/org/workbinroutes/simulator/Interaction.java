package org.workbinroutes.simulator;

import java.util.Map;

/**
 * An interaction.
 *
 * @param media its media
 * @param state its state as content and notifications show it
 */
record Interaction(Media media, Map<String, Object> state) {}
