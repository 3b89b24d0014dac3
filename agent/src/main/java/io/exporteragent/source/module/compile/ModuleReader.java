package io.exporteragent.source.module.compile;

import io.exporteragent.source.module.folder.ModuleFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes class files of a module's file. Holds no compiler and no file. Any thread. */
public final class ModuleReader {
  static final String NO_COMPILER =
      "this JVM has no compiler: with a JDK, run java -jar exporter-agent.jar compile on its folder, which makes a jar of it";

  private final String classPath;
  private final String missingPackageHint;

  private ModuleReader(String classPath, String missingPackageHint) {
    this.classPath = classPath;
    this.missingPackageHint = missingPackageHint;
  }

  /** Compiles sources against client_java and the JDK. */
  public static ModuleReader isolated() {
    return new ModuleReader(
        "",
        "it is neither client_java's nor the JDK's: for the application's classes set modules.classpath: application, for a library's make a jar that contains it");
  }

  /**
   * Compiles sources against the application's classes too.
   *
   * @param classPath as in the system property {@code java.class.path}
   */
  public static ModuleReader application(String classPath) {
    return new ModuleReader(
        classPath,
        "it is not on the application's java.class.path: for classes within a fat jar or a web application, compile the module together with them into a jar");
  }

  /** Compiles a module ahead, for a JVM whose class path only its author knows. */
  static ModuleReader ahead(String classPath) {
    return new ModuleReader(classPath, "give the class path it is on with --class-path");
  }

  /**
   * Compiles a source, unpacks a jar, or reads the name of a class. Takes about a second for the
   * first source.
   *
   * @throws ModuleException if it is not a module, as far as can be seen without loading it
   */
  public ModuleCode read(ModuleFile file) throws ModuleException {
    ModuleCode code;
    switch (file.kind()) {
      case SOURCE:
        code = compile(file.name(), file.bytes(), Collections.emptyList());
        break;
      case JAR:
        code = ModuleJar.read(file.bytes());
        break;
      default:
        code = readClass(file);
    }
    byte[] main = code.classes().get(code.className());
    if (main == null) {
      throw new ModuleException(
          String.format(
              "its manifest names %s as %s, which it does not contain",
              code.className(), ModuleJar.MODULE));
    }
    ClassFile.parse(main).requireVersion(runningVersion());
    return code;
  }

  /**
   * Compiles a source.
   *
   * @param name of its file, without extension
   * @param options for javac, beside the usual ones
   */
  ModuleCode compile(String name, byte[] bytes, List<String> options) throws ModuleException {
    SourceText source = new SourceText(bytes);
    try {
      // By name: a JVM may lack even the interfaces of a compiler.
      Class.forName("javax.tools.ToolProvider", false, ModuleReader.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ModuleException(NO_COMPILER);
    }
    Map<String, byte[]> classes =
        new SourceCompiler(classPath, missingPackageHint, options).compile(source);
    return new ModuleCode(
        moduleClass(name, classes), classes, Collections.emptyMap(), source.times(), null);
  }

  /** Returns the public class of a source, else the one named as its file. */
  private static String moduleClass(String name, Map<String, byte[]> classes)
      throws ModuleException {
    List<String> publicOnes = new ArrayList<>();
    String namesake = null;
    for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
      String className = entry.getKey();
      String simpleName = className.substring(className.lastIndexOf('.') + 1);
      if (simpleName.equals(name)) {
        namesake = className;
      }
      if (simpleName.indexOf('$') < 0 && ClassFile.parse(entry.getValue()).isPublic()) {
        publicOnes.add(className);
      }
    }
    if (publicOnes.size() == 1) {
      return publicOnes.get(0);
    }
    if (namesake != null) {
      return namesake;
    }
    throw new ModuleException(
        String.format(
            "which class is the module? It has %s public classes: make one public, or name it %s",
            publicOnes.isEmpty() ? "no" : "several", name));
  }

  private static ModuleCode readClass(ModuleFile file) throws ModuleException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (byte[] nested : file.nested().values()) {
      classes.put(ClassFile.parse(nested).name(), nested);
    }
    String className = ClassFile.parse(file.bytes()).name();
    classes.put(className, file.bytes());
    return new ModuleCode(
        className, classes, Collections.emptyMap(), ModuleCode.Times.UNSPECIFIED, null);
  }

  /** Returns 8 for 1.8, 17 for 17. */
  private static int runningVersion() {
    String version = System.getProperty("java.specification.version", "8");
    return Integer.parseInt(version.substring(version.indexOf('.') + 1));
  }
}
