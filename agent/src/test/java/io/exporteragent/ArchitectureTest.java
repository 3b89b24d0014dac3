package io.exporteragent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms, and what no room may touch. */
class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.exporteragent");

  @Test
  void bootstrap_usesTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("io.exporteragent.bootstrap")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.exporteragent.bootstrap", "java..", "org.jspecify..")
        .check(OURS);
  }

  @Test
  void nobodyUsesBootstrap() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.exporteragent.bootstrap")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.exporteragent.bootstrap")
        .check(OURS);
  }

  @Test
  void gatherConfigAndGuest_importNoOtherRoom() {
    for (String room : new String[] {"gather", "config", "guest"}) {
      onlyUses("io.exporteragent." + room, "io.exporteragent." + room);
    }
  }

  @Test
  void sources_importGatherConfigAndGuestAtMost_andNotEachOther() {
    for (String room : new String[] {"jvm", "host", "application", "probe", "method", "module"}) {
      String itself = "io.exporteragent." + room;
      onlyUses(
          itself + "..",
          itself + "..",
          "io.exporteragent.gather",
          "io.exporteragent.config",
          "io.exporteragent.guest");
    }
  }

  @Test
  void http_knowsGatherAndNotTheSources() {
    onlyUses("io.exporteragent.http", "io.exporteragent.http", "io.exporteragent.gather");
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.net.httpserver")
        .check(OURS);
  }

  @Test
  void attach_usesConfigAtMost_andOnlyCliUsesAttach() {
    onlyUses("io.exporteragent.attach", "io.exporteragent.attach", "io.exporteragent.config");
    noClasses()
        .that()
        .resideOutsideOfPackages("io.exporteragent.attach", "io.exporteragent.cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.exporteragent.attach")
        .check(OURS);
  }

  @Test
  void cli_usesTheRootAttachConfigProbeAndModule_andNobodyUsesCli() {
    onlyUses(
        "io.exporteragent.cli",
        "io.exporteragent.cli",
        "io.exporteragent",
        "io.exporteragent.attach",
        "io.exporteragent.config",
        "io.exporteragent.probe",
        "io.exporteragent.module");
    noClasses()
        .that()
        .resideOutsideOfPackage("io.exporteragent.cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.exporteragent.cli")
        .check(OURS);
  }

  @Test
  void bridge_isReferredToByNameOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.exporteragent.application.bridge")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.exporteragent.application.bridge")
        .check(OURS);
  }

  @Test
  void bootClass_usesTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("io.exporteragent.method.boot")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.exporteragent.method.boot", "java..", "org.jspecify..")
        .check(OURS);
  }

  @Test
  void nobodyTouchesLoggingOrEndsTheJvm() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging").check(OURS);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.exporteragent.cli")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(OURS);
    noClasses().should().callMethod(System.class, "getLogger", String.class).check(OURS);
    noClasses().should().accessTargetWhere(target(name("getPlatformMBeanServer"))).check(OURS);
  }

  private static void onlyUses(String room, String... allowed) {
    noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.exporteragent..").and(not(resideInAnyPackage(allowed))))
        .check(OURS);
  }
}
