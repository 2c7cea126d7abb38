package org.workbinroutes.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.workbinroutes.simulator.Adds;
import org.workbinroutes.simulator.LoggedRequest;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.Workbin;

/** Compares what was asked for with what the simulator wrote down, and with what arrived. */
final class Books {
  private final SimulatorServer gws;
  private final List<Sample> samples;

  Books(SimulatorServer gws, List<Sample> samples) {
    this.gws = gws;
    this.samples = samples;
  }

  /** Everything that is not as it should be in the workbins; empty if all is well. */
  List<String> workbinProblems() {
    List<String> problems = new ArrayList<>();
    List<String> everywhere = new ArrayList<>();
    for (Workbin workbin : gws.workbins()) {
      if (workbin.group() != null) {
        everywhere.addAll(
            gws.contents(workbin.id(), workbin.type().groupParameter(), workbin.group()));
      }
    }
    for (Sample sample : samples) {
      String id = sample.interactionId();
      int places = Collections.frequency(everywhere, id);
      if (sample.isBad()) {
        if (places != 0 || !gws.adds(id).equals(new Adds(0, 0))) {
          problems.add(sample.requestId() + " reached GWS, though it is wrong");
        }
        continue;
      }
      if (places != 1) {
        problems.add(id + " lies in " + places + " workbins instead of one");
      }
      if (!gws.contents(sample.bin()).contains(id)) {
        problems.add(id + " does not lie in the workbin of " + sample.requestId());
      }
      if (!gws.adds(id).equals(new Adds(1, 1))) {
        problems.add(id + " was added more than once or not at all: " + gws.adds(id));
      }
      problems.addAll(callProblems(sample));
    }
    if (everywhere.size() != good().size()) {
      problems.add(everywhere.size() + " interactions lie in workbins instead of " + good().size());
    }
    return problems;
  }

  /** What a receiver should have heard and has not, or the other way round. */
  List<String> receiverProblems(String receiver, Set<String> heard, Predicate<Sample> meant) {
    Set<String> expected =
        good().stream().filter(meant).map(Sample::interactionId).collect(Collectors.toSet());
    List<String> problems = new ArrayList<>();
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(heard);
    if (!missing.isEmpty()) {
      problems.add(receiver + " has not heard of " + missing);
    }
    Set<String> foreign = new TreeSet<>(heard);
    foreign.removeAll(expected);
    if (!foreign.isEmpty()) {
      problems.add(receiver + " heard of " + foreign + ", which its rule leaves out");
    }
    return problems;
  }

  List<Sample> good() {
    return samples.stream().filter(sample -> !sample.isBad()).toList();
  }

  private List<String> callProblems(Sample sample) {
    List<LoggedRequest> calls =
        gws.requests().stream()
            .filter(request -> sample.interactionId().equals(request.interactionId()))
            .toList();
    return calls.stream()
        .filter(
            call ->
                !call.operation().equals(sample.operation())
                    || call.call().saveLAR() != sample.saveLar())
        .map(
            call ->
                sample.requestId()
                    + " was sent as "
                    + call.operation()
                    + (call.call().saveLAR() ? " with" : " without")
                    + " saveLAR")
        .toList();
  }
}
