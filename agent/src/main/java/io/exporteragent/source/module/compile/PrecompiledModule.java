package io.exporteragent.source.module.compile;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Compiles modules ahead, for JVMs that have no compiler. */
public final class PrecompiledModule {
  private PrecompiledModule() {}

  /**
   * Makes a jar of a source, with a manifest that says what the head of the source says. The same
   * source gives the same bytes with the same compiler.
   *
   * @param name the module's
   * @param classPath of what the source may use beside client_java and the JDK; may be empty
   * @param release the Java version it is to run on, or null for that of this JVM
   * @throws ModuleException if it does not compile, or there is no compiler
   */
  public static byte[] compile(
      String name, byte[] source, String classPath, @Nullable Integer release)
      throws ModuleException {
    ModuleCode code =
        ModuleReader.ahead(classPath)
            .compile(
                name,
                source,
                release == null
                    ? Collections.emptyList()
                    : Arrays.asList("--release", release.toString()));
    try {
      return ModuleJar.write(code);
    } catch (IOException e) {
      throw new ModuleException("no jar can be made of it: " + e.getMessage());
    }
  }
}
