package io.exporteragent.source.signal;

import io.exporteragent.source.signal.ClassFiles.Member;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import io.exporteragent.weave.BootClasses;
import io.exporteragent.weave.ForeignClasses;
import io.exporteragent.weave.Match;
import io.exporteragent.weave.Weaving;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the statements and connections of any JDBC driver. What wraps those of another is left
 * alone, and what an operation does within itself is not counted again.
 */
final class DatabaseRule extends SignalWeaving {
  /** By the name of the method. */
  private static final Map<String, String> OF_STATEMENT = new HashMap<>();

  private static final Map<String, String> OF_CONNECTION = new HashMap<>();

  /** By the beginning of the class name; as in OpenTelemetry's conventions. */
  private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

  private static final String OTHER_SYSTEM = "other_sql";

  private static final int NEVER_WOVEN =
      Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE;

  /** Pools, and what reports or traces. */
  private static final String[] WRAPPERS = {
    "com.zaxxer.hikari.",
    "org.apache.commons.dbcp",
    "org.apache.tomcat.jdbc.",
    "org.apache.tomcat.dbcp.",
    "com.mchange.",
    "com.alibaba.druid.",
    "io.agroal.",
    "org.jboss.jca.",
    "oracle.ucp.",
    "com.p6spy.",
    "net.ttddyy.",
    "weblogic.jdbc.",
    "com.ibm.ws.",
    "org.springframework."
  };

  static {
    OF_STATEMENT.put("execute", "execute");
    OF_STATEMENT.put("executeQuery", "query");
    OF_STATEMENT.put("executeUpdate", "update");
    OF_STATEMENT.put("executeLargeUpdate", "update");
    OF_STATEMENT.put("executeBatch", "batch");
    OF_STATEMENT.put("executeLargeBatch", "batch");
    OF_CONNECTION.put("commit", "commit");
    OF_CONNECTION.put("rollback", "rollback");
    SYSTEMS.put("org.postgresql.", "postgresql");
    SYSTEMS.put("com.mysql.", "mysql");
    SYSTEMS.put("org.mariadb.", "mariadb");
    SYSTEMS.put("oracle.jdbc.", "oracle.db");
    SYSTEMS.put("com.microsoft.sqlserver.", "microsoft.sql_server");
    SYSTEMS.put("org.h2.", "h2database");
    SYSTEMS.put("org.hsqldb.", "hsqldb");
    SYSTEMS.put("org.sqlite.", "sqlite");
    SYSTEMS.put("org.apache.derby.", "derby");
    SYSTEMS.put("com.ibm.db2.", "ibm.db2");
  }

  private final SignalTables tables;
  private @Nullable Class<?> statement;
  private @Nullable Class<?> connection;
  private final String bootClass = BootClasses.internalName(ExporterAgentSignals1.class);

  DatabaseRule(SignalTables tables) {
    super(SignalGroup.JDBC, "JDBC");
    this.tables = tables;
  }

  /** Without them nothing can be a driver's; they are the JDK's, and not loaded for this. */
  @Override
  public void searching(Class<?>[] loaded) {
    for (int i = 0; i < loaded.length && (statement == null || connection == null); i++) {
      // Few classes are interfaces, and asking for the name of a class makes the JVM keep it.
      String name = loaded[i].isInterface() ? loaded[i].getName() : "";
      if (name.equals("java.sql.Statement")) {
        statement = loaded[i];
      } else if (name.equals("java.sql.Connection")) {
        connection = loaded[i];
      }
    }
  }

  @Override
  public boolean mayMatch(Class<?> type) {
    return !operations(type).isEmpty()
        && !type.isInterface()
        && !isWrapper(type.getName())
        && ForeignClasses.isApplications(type);
  }

  private static boolean isWrapper(String className) {
    for (String wrapper : WRAPPERS) {
      if (className.startsWith(wrapper)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the operations of a class by the names of its methods. */
  private Map<String, String> operations(@Nullable Class<?> type) {
    if (isA(statement, type)) {
      return OF_STATEMENT;
    }
    return isA(connection, type) ? OF_CONNECTION : Collections.emptyMap();
  }

  private static boolean isA(@Nullable Class<?> kind, @Nullable Class<?> type) {
    return kind != null && type != null && kind.isAssignableFrom(type);
  }

  @Override
  public List<? extends Match> addTo(
      Weaving weaving,
      String className,
      @Nullable ClassLoader loader,
      @Nullable Class<?> type,
      byte[] classFile) {
    Map<String, String> operations = operations(type);
    int table = tables.of(SignalFamily.DATABASE, system(className));
    List<Match> found = new ArrayList<>();
    for (Member method : ClassFiles.ownMethods(className.replace('.', '/'), classFile)) {
      String operation = operations.get(method.name);
      if (operation != null && (method.access & NEVER_WOVEN) == 0) {
        weaving.add(
            method.name + method.descriptor, new SignalHook.Operation(bootClass, table, operation));
        found.add(() -> {});
      }
    }
    return found;
  }

  private static String system(String className) {
    for (Map.Entry<String, String> each : SYSTEMS.entrySet()) {
      if (className.startsWith(each.getKey())) {
        return each.getValue();
      }
    }
    return OTHER_SYSTEM;
  }
}
