package io.exporteragent.source.signal;

import io.exporteragent.guest.Messages;
import io.exporteragent.source.signal.ClassFiles.Member;
import io.exporteragent.weave.AdviceTemplates;
import io.exporteragent.weave.ForeignClasses;
import io.exporteragent.weave.Match;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Weaves the method by which pools give connections, if all can be read of them. */
final class PoolRule extends SignalWeaving {
  private final PoolPreset preset;
  private final String className;
  private final Advice advice;
  private final Messages messages;

  /** The name and descriptor of the method by class; empty for a version that is not known. */
  private final Map<Class<?>, String> methods = new WeakHashMap<>();

  private boolean isTold;

  /**
   * @param className the binary name of one of the classes of the preset
   * @param table the id of that which the woven code fills
   */
  PoolRule(
      PoolPreset preset,
      String className,
      int table,
      AdviceTemplates templates,
      Messages messages) {
    super(SignalGroup.POOLS, preset.of());
    this.preset = preset;
    this.className = className;
    this.messages = messages;
    this.advice =
        templates.of(
            PoolAdvice.Acquire.class,
            Advice.withCustomMapping()
                .bind(SignalAdvice.Id.class, table)
                .bind(SignalAdvice.Name.class, preset.timeout()));
  }

  @Override
  public boolean mayMatch(Class<?> type) {
    return type.getName().equals(className)
        && ForeignClasses.isApplications(type)
        && !methods.computeIfAbsent(type, this::find).isEmpty();
  }

  private String find(Class<?> type) {
    String problem;
    try {
      return find(type.getName().replace('.', '/'), new ClassFiles(type.getClassLoader()));
    } catch (PathException e) {
      problem = e.getMessage();
    } catch (RuntimeException | LinkageError e) {
      // Its class loader is code of the application.
      problem = "its class files cannot be read: " + e;
    }
    if (!isTold) {
      isTold = true;
      Package of = type.getPackage();
      String version = of == null ? null : of.getImplementationVersion();
      messages.say(
          String.format(
              "signals: %s%s is of a version that is not known, so nothing is measured in %s: %s; a later version of the agent may know it",
              preset.of(), version == null ? "" : " " + version, className, problem));
    }
    return "";
  }

  private String find(String type, ClassFiles files) throws PathException {
    Member method = files.ownMethod(type, preset.method(), preset.arguments());
    for (PoolPreset.Gauge each : preset.gauges()) {
      Type found = each.value().type(type, files);
      require(WovenPaths.fits(found, long.class), found, each.value());
    }
    PoolPath name = preset.name();
    if (name != null) {
      Type found = name.type(type, files);
      require(WovenPaths.fits(found, String.class), found, name);
    }
    PoolPath closed = preset.closed();
    if (closed != null) {
      Type found = closed.type(type, files);
      require(found.getSort() == Type.BOOLEAN || WovenPaths.fits(found, int.class), found, closed);
    }
    return method.name + method.descriptor;
  }

  private static void require(boolean isSo, Type found, PoolPath path) throws PathException {
    if (!isSo) {
      throw new PathException(path + " is a " + found.getClassName());
    }
  }

  @Override
  public List<? extends Match> addAdvice(
      String className,
      @Nullable ClassLoader loader,
      @Nullable Class<?> type,
      byte[] classFile,
      Map<String, List<MethodVisitorWrapper>> allAdvice) {
    String method = type == null ? null : methods.get(type);
    if (method == null || method.isEmpty()) {
      return Collections.emptyList();
    }
    allAdvice.computeIfAbsent(method, key -> new ArrayList<>()).add(advice);
    Match match = () -> {};
    return Collections.singletonList(match);
  }
}
