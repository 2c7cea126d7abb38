package org.workbinroutes.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class IndependenceTest {
  @Test
  void usesNothingElseOfThisProject() {
    classes()
        .that()
        .resideInAPackage("org.workbinroutes.simulator..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.workbinroutes.simulator..",
            "java..",
            "jakarta.servlet..",
            "org.eclipse.jetty..",
            "org.cometd..",
            "com.fasterxml.jackson..",
            "org.slf4j..",
            "org.junit..",
            "org.assertj..",
            "org.awaitility..",
            "com.tngtech.archunit..")
        .check(new ClassFileImporter().importPackages("org.workbinroutes.simulator"));
  }
}
