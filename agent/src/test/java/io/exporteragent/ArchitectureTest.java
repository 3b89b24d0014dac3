package io.exporteragent;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms, and what no room may touch. What is not declared is denied. */
class ArchitectureTest {
  private static final String ROOT = "io.exporteragent";
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/testing/target/"))
          .importPackages(ROOT);

  /** Each room and the rooms it may use beside itself; its sub-packages belong to it. */
  private static final Map<String, List<String>> ARROWS = new LinkedHashMap<>();

  static {
    room("model");
    room("guest");
    room("config", "model");
    room("gather", "model", "guest", "config");
    room("tls", "config");
    room("httpclient", "model", "guest", "config", "tls");
    room("exposition", "model", "guest");
    room("http", "model", "gather", "guest", "exposition");
    room("web", "config", "http", "tls");
    room("weave", "guest");
    room("source.jvm", "model", "gather", "config", "guest");
    room("source.host", "model", "gather", "config", "guest");
    room("source.application", "model", "gather", "config", "guest");
    room("source.method", "model", "gather", "config", "guest", "weave");
    room("source.signal", "model", "gather", "config", "guest", "weave");
    room("source.module", "model", "gather", "config", "guest");
    room("source.probe", "model", "gather", "config", "guest", "httpclient");
    room("source.mbean", "model", "gather", "config", "guest");
    room(
        "lifecycle",
        "model",
        "gather",
        "config",
        "guest",
        "http",
        "web",
        "source.jvm",
        "source.host",
        "source.application",
        "source.method",
        "source.signal",
        "source.module",
        "source.probe",
        "source.mbean");
    room("", "config", "guest", "lifecycle");
    room("attach.linux", "config");
    room("attach", "attach.linux", "config", "tls");
    room(
        "cli",
        "",
        "lifecycle",
        "attach",
        "config",
        "web",
        "source.module",
        "source.probe",
        "source.mbean");
  }

  private static void room(String room, String... mayUse) {
    ARROWS.put(room, Arrays.asList(mayUse));
  }

  @Test
  void everyArrow_isDeclared() {
    Set<String> undeclared = new TreeSet<>();
    for (JavaClass from : OURS) {
      String room = roomOf(from);
      if (!ARROWS.containsKey(room)) {
        undeclared.add("no room is declared for package " + from.getPackageName());
        continue;
      }
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        boolean ours =
            to.getPackageName().equals(ROOT) || to.getPackageName().startsWith(ROOT + ".");
        if (ours && !roomOf(to).equals(room) && !ARROWS.get(room).contains(roomOf(to))) {
          undeclared.add(from.getName() + " -> " + to.getName());
        }
      }
    }
    assertThat(undeclared).isEmpty();
  }

  @Test
  void everyDeclaredRoom_exists() {
    Set<String> rooms = new TreeSet<>();
    OURS.forEach(each -> rooms.add(roomOf(each)));
    assertThat(rooms).containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
  }

  @Test
  void packagesOfModules_useThoseBeforeThemOnly() {
    String module = ROOT + ".source.module";
    List<String> order =
        Arrays.asList(
            module + ".folder", module + ".compile", module + ".isolate", module + ".run", module);
    Set<String> backwards = new TreeSet<>();
    for (JavaClass from : OURS.that(resideInAPackage(module + ".."))) {
      assertThat(order).contains(from.getPackageName());
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        if (order.indexOf(to.getPackageName()) > order.indexOf(from.getPackageName())) {
          backwards.add(from.getName() + " -> " + to.getName());
        }
      }
    }
    assertThat(backwards).isEmpty();
  }

  /** The longest declared package that holds the class, else the package itself. */
  private static String roomOf(JavaClass type) {
    String path =
        type.getPackageName().equals(ROOT)
            ? ""
            : type.getPackageName().substring(ROOT.length() + 1);
    String room = path;
    while (!room.isEmpty() && !ARROWS.containsKey(room)) {
      room = room.substring(0, Math.max(0, room.lastIndexOf('.')));
    }
    return room.isEmpty() ? path : room;
  }

  @Test
  void bootClasses_useTheJdkAndEachOtherAlone() {
    for (String each : Arrays.asList(".source.method.boot", ".source.signal.boot")) {
      classes()
          .that()
          .resideInAPackage(ROOT + each)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + each, "java..", "org.jspecify..")
          .check(OURS);
    }
  }

  @Test
  void bridge_isReferredToByNameOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".source.application.bridge")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".source.application.bridge")
        .check(OURS);
  }

  @Test
  void nobodyTouchesLoggingOrEndsTheJvm_norUsesTheServerOfTheJdk() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging").check(OURS);
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("com.sun.net.httpserver"))
        .check(OURS);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cli")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(OURS);
    noClasses().should().callMethod(System.class, "getLogger", String.class).check(OURS);
    // It asks for the server once it is proved that the application has made it.
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".source.mbean.PlatformServer")
        .should()
        .accessTargetWhere(target(name("getPlatformMBeanServer")))
        .check(OURS);
  }
}
