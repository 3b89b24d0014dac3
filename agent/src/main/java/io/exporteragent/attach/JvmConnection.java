package io.exporteragent.attach;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.agent.ByteBuddyAgent.AttachmentProvider;
import net.bytebuddy.agent.VirtualMachine;
import org.jspecify.annotations.Nullable;

/**
 * A connection to another JVM. Byte Buddy finds what makes it: the JDK's {@code
 * com.sun.tools.attach}, or its own emulation over JNA where there is none. It is called by
 * reflection, because Java 8 keeps it in a file of its own and the emulation is another type.
 *
 * <p>Every call may block indefinitely.
 */
final class JvmConnection implements AutoCloseable {
  private static final String EMULATION = "net.bytebuddy.";
  private static final int ATTEMPTS = 100;
  private static final long PAUSE_MILLIS = 100;

  private final Class<?> type;
  private final Object virtualMachine;

  private JvmConnection(Class<?> type, Object virtualMachine) {
    this.type = type;
    this.virtualMachine = virtualMachine;
  }

  /** Returns whether this JVM has the JDK's own way, the only one that reaches into containers. */
  static boolean isJdk() {
    Class<?> type = type();
    return type != null && !type.getName().startsWith(EMULATION);
  }

  /**
   * Asks the JVM to listen to us, on Linux by a SIGQUIT.
   *
   * @throws IOException if it does not, or if this JVM has no way to ask
   */
  static JvmConnection open(long pid) throws IOException {
    Class<?> type = type();
    if (type == null) {
      throw new IOException("this Java has no module jdk.attach");
    }
    Object virtualMachine = invoke(type, null, "attach", Long.toString(pid));
    if (virtualMachine == null) {
      throw new IOException("no connection");
    }
    return new JvmConnection(type, virtualMachine);
  }

  /**
   * Does the same without the JDK, for a HotSpot on Linux with our process ids.
   *
   * @param temporaryDirectory the directory with the socket of the target
   */
  static JvmConnection emulate(long pid, Path temporaryDirectory) throws IOException {
    try {
      return new JvmConnection(
          VirtualMachine.class,
          VirtualMachine.ForHotSpot.attach(
              Long.toString(pid),
              new VirtualMachine.ForHotSpot.Connection.ForJnaPosixSocket.Factory(
                  temporaryDirectory.toString(), ATTEMPTS, PAUSE_MILLIS, TimeUnit.MILLISECONDS)));
    } catch (IllegalStateException | LinkageError e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Lists the JVMs of this user by pid, each with its command line. Leaves out those that run
   * without {@code -XX:+UsePerfData} and those in containers; empty without {@code jdk.attach}.
   */
  static Map<Long, String> list() throws AttachException {
    Map<Long, String> found = new TreeMap<>();
    Class<?> type = type();
    if (type == null || !isJdk()) {
      return found;
    }
    try {
      Object descriptors = invoke(type, null, "list");
      for (Object descriptor : (List<?>) Objects.requireNonNull(descriptors)) {
        Class<?> kind = Class.forName(type.getName() + "Descriptor", false, type.getClassLoader());
        Object id = invoke(kind, descriptor, "id");
        Object name = invoke(kind, descriptor, "displayName");
        found.put(Long.valueOf(String.valueOf(id)), String.valueOf(name));
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new AttachException(
          AttachException.Reason.FAILED,
          "the JVMs cannot be listed: " + e.getMessage(),
          "run this with the java of a complete JDK");
    }
    return found;
  }

  private static @Nullable Class<?> type() {
    return Found.TYPE;
  }

  /**
   * Searches once: on Java 8 each search makes a class loader of its own, and a second one cannot
   * load the native library that the first has loaded.
   */
  private static final class Found {
    static final @Nullable Class<?> TYPE = find();

    private static @Nullable Class<?> find() {
      AttachmentProvider.Accessor accessor = AttachmentProvider.DEFAULT.attempt();
      return accessor.isAvailable() ? accessor.getVirtualMachineType() : null;
    }
  }

  Properties systemProperties() throws IOException {
    Properties copy = new Properties();
    Object properties = invoke(type, virtualMachine, "getSystemProperties");
    if (properties != null) {
      copy.putAll((Properties) properties);
    }
    return copy;
  }

  /**
   * Loads the agent. Neither success nor failure can be relied on: from 21 on a target reports
   * errors in a form that older tools take for success, and tools of Java 8 take its success for an
   * error.
   *
   * @param jar as the target names it
   */
  void load(String jar, String arguments) throws IOException {
    invoke(type, virtualMachine, "loadAgent", jar, arguments);
  }

  @Override
  public void close() throws IOException {
    invoke(type, virtualMachine, "detach");
  }

  private static @Nullable Object invoke(
      Class<?> type, @Nullable Object target, String method, Object... arguments)
      throws IOException {
    Class<?>[] types = new Class<?>[arguments.length];
    Arrays.fill(types, String.class);
    try {
      return type.getMethod(method, types).invoke(target, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      throw new IOException(message.replaceAll("\\s+", " "), cause);
    } catch (ReflectiveOperationException e) {
      throw new IOException("this Java attaches in a way that is not known here: " + e, e);
    }
  }
}
