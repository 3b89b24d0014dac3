package io.exporteragent.source.module.compile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * The files of one compilation, which must close it: client_java is always the agent's, whatever
 * the class path contains, and compiled classes stay in memory.
 */
final class CompilerFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
  private final ClientJavaClasses clientJava;
  private final Map<String, ByteArrayOutputStream> made = new TreeMap<>();

  CompilerFiles(StandardJavaFileManager files, ClientJavaClasses clientJava) {
    super(files);
    this.clientJava = clientJava;
  }

  /** Hides sources on the class path, which the compiler would compile as well. */
  @Override
  public Iterable<JavaFileObject> list(
      JavaFileManager.Location location,
      String packageName,
      Set<JavaFileObject.Kind> kinds,
      boolean recurse)
      throws IOException {
    if (location != StandardLocation.CLASS_PATH) {
      return super.list(location, packageName, kinds, recurse);
    }
    List<JavaFileObject> classes = new ArrayList<>();
    if (kinds.contains(JavaFileObject.Kind.CLASS)) {
      if (ClientJavaClasses.has(packageName)) {
        return clientJava.in(packageName);
      }
      super.list(location, packageName, EnumSet.of(JavaFileObject.Kind.CLASS), recurse)
          .forEach(classes::add);
    }
    return classes;
  }

  @Override
  public String inferBinaryName(JavaFileManager.Location location, JavaFileObject file) {
    return file instanceof ClientJavaClasses.BinaryClass
        ? ((ClientJavaClasses.BinaryClass) file).className()
        : super.inferBinaryName(location, file);
  }

  /** Compares by name: the standard manager takes no files but its own. */
  @Override
  public boolean isSameFile(FileObject a, FileObject b) {
    return a.toUri().equals(b.toUri());
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      JavaFileManager.Location location,
      String className,
      JavaFileObject.Kind kind,
      FileObject sibling) {
    URI uri = URI.create("memory:///" + className.replace('.', '/') + kind.extension);
    return new SimpleJavaFileObject(uri, kind) {
      @Override
      public OutputStream openOutputStream() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        made.put(className, out);
        return out;
      }
    };
  }

  /** Returns the class files made so far, by binary name. */
  Map<String, byte[]> made() {
    Map<String, byte[]> classes = new TreeMap<>();
    made.forEach((name, out) -> classes.put(name, out.toByteArray()));
    return classes;
  }
}
