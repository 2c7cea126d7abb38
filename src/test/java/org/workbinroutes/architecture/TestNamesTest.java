package org.workbinroutes.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.annotation.Testable;

/** A test that neither surefire nor failsafe finds by its name passes for ever. */
class TestNamesTest {
  /** What the two take if they are not told otherwise, as the POM does not. */
  private static final Pattern FOUND =
      Pattern.compile("(Test.*|.*Test|.*Tests|.*TestCase)|(IT.*|.*IT|.*ITCase)");

  private static final ArchRule EVERY_TEST_RUNS =
      classes()
          .should(
              new ArchCondition<JavaClass>("have a name that is found if they have tests") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  if (hasTests(type) && !isRun(type)) {
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getName() + " has tests that never run"));
                  }
                }
              });

  @Test
  void everyClassWithTestsIsFoundByItsName() {
    EVERY_TEST_RUNS.check(new ClassFileImporter().importPackages("org.workbinroutes"));
  }

  @Test
  void aClassWithAnotherNameIsSeen(@TempDir Path folder) throws Exception {
    assertThat(failures(folder, "HttpBodyProperties", "class %s { @Test void holds() {} }"))
        .contains("HttpBodyProperties has tests that never run");
    assertThat(failures(folder, "Lonely", "abstract class %s { @Test void holds() {} }"))
        .contains("Lonely has tests that never run");
    assertThat(
            failures(
                folder, "ShopIT", "class %s { @Nested class Inner { @Test void holds() {} } }"))
        .isEmpty();
  }

  private static String failures(Path folder, String name, String text) throws Exception {
    Path source =
        Files.writeString(
            folder.resolve(name + ".java"),
            "import org.junit.jupiter.api.*; " + text.formatted(name));
    Path classes = Files.createDirectory(folder.resolve(name));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    null,
                    null,
                    "-proc:none",
                    "-d",
                    classes.toString(),
                    "-cp",
                    Path.of(Test.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .toString(),
                    source.toString()))
        .isZero();
    return String.join(
        "\n",
        EVERY_TEST_RUNS
            .evaluate(new ClassFileImporter().importPath(classes))
            .getFailureReport()
            .getDetails());
  }

  private static boolean hasTests(JavaClass type) {
    return type.getAllMembers().stream().anyMatch(TestNamesTest::isTest);
  }

  private static boolean isTest(JavaMember member) {
    return member.isAnnotatedWith(Testable.class) || member.isMetaAnnotatedWith(Testable.class);
  }

  private static boolean isRun(JavaClass type) {
    if (type.isInterface() || type.getModifiers().contains(JavaModifier.ABSTRACT)) {
      return type.getAllSubclasses().stream().anyMatch(TestNamesTest::isRun);
    }
    JavaClass outermost = type;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return FOUND.matcher(outermost.getSimpleName()).matches();
  }
}
