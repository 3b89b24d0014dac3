package io.exporteragent.weave;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.ByteBuddyAgent;

/**
 * An agent that came to this JVM after the one under test, and so is shown what that one has made
 * of a class: the code that runs from then on.
 */
public final class Witness implements ClassFileTransformer {
  private static volatile Witness instance;

  private final Map<Class<?>, byte[]> classFiles = Collections.synchronizedMap(new WeakHashMap<>());
  private final Instrumentation instrumentation;

  private Witness(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Called by the JVM. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    Witness witness = new Witness(instrumentation);
    instrumentation.addTransformer(witness, true);
    instance = witness;
  }

  /** The only one, in this JVM until its end. */
  public static synchronized Witness get() throws IOException {
    if (instance == null) {
      // Makes the one under test come first.
      ByteBuddyAgent.install();
      File jar = File.createTempFile("witness", ".jar");
      Manifest manifest = new Manifest();
      Attributes attributes = manifest.getMainAttributes();
      attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
      attributes.putValue("Agent-Class", Witness.class.getName());
      attributes.putValue("Can-Retransform-Classes", "true");
      new JarOutputStream(new FileOutputStream(jar), manifest).close();
      ByteBuddyAgent.attach(jar, String.valueOf(ProcessHandle.current().pid()));
      jar.deleteOnExit();
    }
    return instance;
  }

  /** The class file that runs now. */
  public byte[] classFile(Class<?> type) throws UnmodifiableClassException {
    if (!classFiles.containsKey(type)) {
      instrumentation.retransformClasses(type);
    }
    return classFiles.get(type).clone();
  }

  /** Whether the class calls one of the agent's classes in the boot loader. */
  public boolean isWoven(Class<?> type) {
    byte[] classFile = classFiles.get(type);
    return classFile != null
        && new String(classFile, StandardCharsets.ISO_8859_1).contains("java/lang/ExporterAgent");
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (redefined != null) {
      classFiles.put(redefined, classFile.clone());
    }
    return null;
  }
}
