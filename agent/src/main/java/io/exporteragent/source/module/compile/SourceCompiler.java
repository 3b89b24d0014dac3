package io.exporteragent.source.module.compile;

import io.exporteragent.guest.Privileged;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.AllPermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles one source in memory with the compiler of this JVM. Runs no annotation processors, which
 * would be code from the class path. Needs the module {@code java.compiler}, which some JVMs lack:
 * {@link ModuleReader} checks for it first.
 *
 * <p>Adds imports of client_java's metrics and registry to a source that does not compile without
 * them, as the examples in its documentation have none. A source that compiles gets none, so that
 * they make no name ambiguous.
 */
final class SourceCompiler {
  private static final String IMPORTS =
      "import io.prometheus.metrics.core.metrics.*;import io.prometheus.metrics.model.registry.*;";
  private static final List<String> OPTIONS =
      Arrays.asList("-proc:none", "-g", "-nowarn", "-Xlint:none", "-implicit:none");
  private static final String MISSING_SYMBOL = "compiler.err.cant.resolve";
  private static final String MISSING_PACKAGE = "compiler.err.doesnt.exist";

  private final String classPath;
  private final String missingPackageHint;
  private final List<String> options = new ArrayList<>(OPTIONS);

  /**
   * @param classPath of what the source may use beside client_java and the JDK; may be empty
   * @param missingPackageHint says what to do if it uses something else
   * @param moreOptions of javac
   */
  SourceCompiler(String classPath, String missingPackageHint, List<String> moreOptions) {
    this.classPath = classPath;
    this.missingPackageHint = missingPackageHint;
    options.addAll(moreOptions);
  }

  /**
   * Compiles.
   *
   * @return class files by binary name
   * @throws ModuleException if there is no compiler, or for its first error
   */
  Map<String, byte[]> compile(SourceText source) throws ModuleException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new ModuleException(ModuleReader.NO_COMPILER);
    }
    Attempt plain = attempt(compiler, source.toString());
    if (plain.errors.isEmpty()) {
      return plain.classes;
    }
    if (plain.errors.stream().anyMatch(error -> error.getCode().startsWith(MISSING_SYMBOL))) {
      int offset = source.importOffset();
      String text = source.toString();
      Attempt imported =
          attempt(compiler, text.substring(0, offset) + IMPORTS + text.substring(offset));
      if (imported.errors.isEmpty()) {
        return imported.classes;
      }
      if (imported.errors.size() < plain.errors.size()) {
        throw failure(source, imported.errors, offset);
      }
    }
    throw failure(source, plain.errors, Integer.MAX_VALUE);
  }

  private Attempt attempt(JavaCompiler compiler, String text) throws ModuleException {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    StringWriter crash = new StringWriter();
    try (CompilerFiles files =
        new CompilerFiles(standardFiles(compiler, diagnostics), new ClientJavaClasses())) {
      boolean succeeded =
          compiler
              .getTask(
                  crash,
                  files,
                  diagnostics,
                  options,
                  null,
                  Collections.singleton(new InMemorySource(text)))
              .call();
      List<Diagnostic<? extends JavaFileObject>> errors = new ArrayList<>();
      for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
        if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
          errors.add(diagnostic);
        }
      }
      if (!succeeded && errors.isEmpty()) {
        throw failed(compiler, crash.toString());
      }
      return new Attempt(files.made(), errors);
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      throw failed(compiler, e.toString());
    }
  }

  private static ModuleException failed(JavaCompiler compiler, String reason) {
    return new ModuleException(
        isDenied(compiler)
            ? "the security policy of this JVM does not let its compiler work: with a JDK elsewhere, run java -jar exporter-agent.jar compile on its folder, which makes a jar of it"
            : "the compiler failed: " + oneLine(reason));
  }

  /** The JDK's own policy grants its compiler nothing. */
  private static boolean isDenied(JavaCompiler compiler) {
    return Privileged.isNeeded()
        && !compiler.getClass().getProtectionDomain().implies(new AllPermission());
  }

  private StandardJavaFileManager standardFiles(
      JavaCompiler compiler, DiagnosticCollector<JavaFileObject> diagnostics) throws IOException {
    StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8);
    List<File> path = new ArrayList<>();
    if (!classPath.isEmpty()) {
      for (String element : classPath.split(File.pathSeparator, -1)) {
        path.add(new File(element.isEmpty() ? "." : element));
      }
    }
    // Without a path the compiler would take the working directory.
    files.setLocation(StandardLocation.CLASS_PATH, path);
    return files;
  }

  private ModuleException failure(
      SourceText source, List<Diagnostic<? extends JavaFileObject>> errors, int importOffset) {
    Diagnostic<? extends JavaFileObject> first = errors.get(0);
    StringBuilder message = new StringBuilder(oneLine(first.getMessage(Locale.ENGLISH)));
    if (first.getCode().startsWith(MISSING_PACKAGE)) {
      message.append("; ").append(missingPackageHint);
    }
    if (errors.size() > 1) {
      message.append(String.format(" (the first of %d errors)", errors.size()));
    }
    long offset = first.getPosition();
    return source.error(
        message.toString(),
        offset > importOffset ? Math.max(importOffset, offset - IMPORTS.length()) : offset);
  }

  private static String oneLine(String text) {
    return text.trim().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\s+", " ");
  }

  /** The result of one compilation. */
  private static final class Attempt {
    private final Map<String, byte[]> classes;
    private final List<Diagnostic<? extends JavaFileObject>> errors;

    Attempt(Map<String, byte[]> classes, List<Diagnostic<? extends JavaFileObject>> errors) {
      this.classes = classes;
      this.errors = errors;
    }
  }

  private static final class InMemorySource extends SimpleJavaFileObject {
    private final String text;

    InMemorySource(String text) {
      super(URI.create("memory:///module.java"), Kind.SOURCE);
      this.text = text;
    }

    /** Lets a class be public whatever its file is called. */
    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.SOURCE;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
