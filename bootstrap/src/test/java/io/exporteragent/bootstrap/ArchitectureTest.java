package io.exporteragent.bootstrap;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** What the classes that the application can see may use. */
class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.exporteragent");

  @Test
  void bootstrap_usesTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.exporteragent.bootstrap", "java..", "org.jspecify..")
        .check(OURS);
  }

  @Test
  void bootstrap_hasNoLambdas() throws IOException {
    for (JavaClass each : OURS) {
      try (InputStream in = each.getSource().orElseThrow().getUri().toURL().openStream()) {
        assertThat(new String(in.readAllBytes(), ISO_8859_1))
            .as(each.getName())
            .doesNotContain("java/lang/invoke/");
      }
    }
  }

  @Test
  void bootstrap_touchesNoLoggingAndEndsNoJvm() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging").check(OURS);
    noClasses().should().callMethod(System.class, "exit", int.class).check(OURS);
    noClasses().should().callMethod(System.class, "getLogger", String.class).check(OURS);
    noClasses().should().accessTargetWhere(target(name("getPlatformMBeanServer"))).check(OURS);
  }
}
