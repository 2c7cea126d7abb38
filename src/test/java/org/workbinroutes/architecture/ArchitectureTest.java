package org.workbinroutes.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What the code may use of itself and of the JDK. */
@AnalyzeClasses(
    packages = "org.workbinroutes",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.workbinroutes";
  private static final String DSL = ROOT + ".dsl..";
  private static final String GWS = ROOT + ".gws..";
  private static final String PLACEMENT = ROOT + ".placement..";
  private static final String LEDGER = ROOT + ".ledger..";
  private static final String INTAKE = ROOT + ".intake..";
  private static final String SINK = ROOT + ".sink..";
  private static final String OPS = ROOT + ".ops..";
  private static final String HTTP = ROOT + ".http..";

  private static final Set<String> COMPARISONS =
      Set.of("equals", "contentEquals", "equalsIgnoreCase", "compareTo", "compare", "mismatch");

  private static final Set<String> STEPS_THAT_LET_A_MESSAGE_CHOOSE =
      Set.of("toD", "recipientList", "routingSlip", "dynamicRouter", "pollEnrich");

  @ArchTest
  static final ArchRule gwsUsesNothingElseOfThisProject =
      noClasses()
          .that()
          .resideInAPackage(GWS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PLACEMENT, LEDGER, INTAKE, SINK, OPS);

  @ArchTest
  static final ArchRule placementUsesGwsAlone =
      noClasses()
          .that()
          .resideInAPackage(PLACEMENT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LEDGER, INTAKE, SINK, OPS);

  @ArchTest
  static final ArchRule ledgerUsesPlacementAndGwsAlone =
      noClasses()
          .that()
          .resideInAPackage(LEDGER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INTAKE, SINK, OPS);

  @ArchTest
  static final ArchRule httpUsesNothingElseOfThisProject =
      noClasses()
          .that()
          .resideInAPackage(HTTP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GWS, PLACEMENT, LEDGER, INTAKE, SINK, OPS);

  @ArchTest
  static final ArchRule whatPlacesKnowsNoHttpServer =
      noClasses()
          .that()
          .resideInAnyPackage(GWS, PLACEMENT, LEDGER)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HTTP);

  /** Answers, problems and queries are written once. */
  @ArchTest
  static final ArchRule httpAnswersAreMadeByTheKitAlone =
      noClasses()
          .that()
          .resideInAnyPackage(INTAKE, SINK, ROOT + ".ops.console..")
          .should()
          .accessField("org.apache.camel.Exchange", "HTTP_RESPONSE_CODE")
          .orShould()
          .accessField("org.apache.camel.Exchange", "HTTP_RAW_QUERY");

  @ArchTest
  static final ArchRule intakesKnowNeitherSinksNorOpsNorTheLedgersEngines =
      noClasses()
          .that()
          .resideInAPackage(INTAKE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LEDGER, SINK, OPS);

  @ArchTest
  static final ArchRule sinksKnowNeitherIntakesNorOpsNorTheLedgersEngines =
      noClasses()
          .that()
          .resideInAPackage(SINK)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LEDGER, INTAKE, OPS);

  /** Camel's libraries for them are there for who asks for them. */
  @ArchTest
  static final ArchRule onlyTheBuildersNeedCamelsBuilders =
      noClasses()
          .that()
          .resideOutsideOfPackage(DSL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              DSL, "org.apache.camel.builder.endpoint..", "org.apache.camel.builder.component..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  /** Those that are larger still; each is to become smaller, and none is added. */
  private static final Map<String, Integer> LARGER_PACKAGES =
      Map.of(
          "gws",
          71,
          "intake",
          87,
          "sink",
          40,
          "sink.spool",
          35,
          "ops.http",
          34,
          "placement",
          31,
          "ledger",
          30,
          "ops.broker",
          27);

  @ArchTest
  static void noPackageGrowsBeyond25Classes(JavaClasses all) {
    Map<String, Long> sizes =
        all.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .filter(type -> !type.getPackageName().equals(ROOT + ".dsl"))
            .filter(type -> !type.getSimpleName().matches(".*(Configurer|UriFactory)"))
            .collect(groupingBy(JavaClass::getPackageName, counting()));
    sizes.forEach(
        (name, size) ->
            assertThat(size)
                .as("classes in %s", name)
                .isLessThanOrEqualTo(
                    LARGER_PACKAGES.getOrDefault(name.replace(ROOT + ".", ""), 25)));
  }

  @ArchTest
  static final ArchRule nothingIsDeserialized =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream")
          .orShould()
          .callMethod("jakarta.jms.ObjectMessage", "getObject")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("jakarta.jms.ObjectMessage");

  /** A comparison that ends at the first wrong byte tells by its time how much was right. */
  @ArchTest
  static final ArchRule secretsAreComparedInConstantTime =
      classes()
          .that()
          .haveSimpleName("ApiKeys")
          .or()
          .haveSimpleName("ListenOnlyPolicy")
          .should()
          .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
          .andShould(
              not(
                  accessTargetWhere(
                      new DescribedPredicate<JavaAccess<?>>("a comparison of strings or arrays") {
                        @Override
                        public boolean test(JavaAccess<?> access) {
                          return COMPARISONS.contains(access.getName())
                              && (access.getTargetOwner().isEquivalentTo(String.class)
                                  || access.getTargetOwner().isEquivalentTo(Arrays.class));
                        }
                      })));

  @ArchTest
  static final ArchRule bytesAreComparedByIntakesAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage(INTAKE)
          .should()
          .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
          .orShould()
          .callMethod(Arrays.class, "equals", char[].class, char[].class);

  @ArchTest
  static final ArchRule noMessageChoosesItsEndpoint =
      noClasses()
          .should()
          .accessTargetWhere(
              new DescribedPredicate<JavaAccess<?>>("a step by which a message chooses") {
                @Override
                public boolean test(JavaAccess<?> access) {
                  return access.getTargetOwner().getPackageName().startsWith("org.apache.camel")
                      && STEPS_THAT_LET_A_MESSAGE_CHOOSE.contains(access.getName());
                }
              });

  @ArchTest
  static final ArchRule onlyMainProgramsEndTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + ".Main")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + ".HealthProbe")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule logsGoThroughSlf4j =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..");

  @ArchTest
  static final ArchRule nothingStaticChanges =
      fields()
          .that()
          .areStatic()
          .should(
              new ArchCondition<JavaField>("be final and of no type that changes") {
                @Override
                public void check(JavaField field, ConditionEvents events) {
                  boolean mutable =
                      !field.getModifiers().contains(JavaModifier.FINAL)
                          || isMutable(field.getRawType());
                  // what the compiler makes for switches is no one's state
                  boolean compilers =
                      field.getModifiers().contains(JavaModifier.SYNTHETIC)
                          || field.getName().startsWith("$");
                  events.add(
                      new SimpleConditionEvent(
                          field, !mutable || compilers, field.getFullName() + " can change"));
                }
              });

  @ArchTest
  static final ArchRule classesHaveNoCatchAllNames =
      classes().should().haveNameNotMatching(".*(Utils|Util|Helper|Manager)$");

  private static boolean isMutable(JavaClass type) {
    return type.isAssignableTo(AtomicReference.class)
        || type.isAssignableTo(AtomicBoolean.class)
        || type.isAssignableTo(AtomicInteger.class)
        || type.isAssignableTo(AtomicLong.class)
        || type.isAssignableTo(ThreadLocal.class)
        || type.getPackageName().equals("java.util.concurrent");
  }
}
