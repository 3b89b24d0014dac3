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
import java.util.concurrent.Executor;
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

  private final Executor workers;
  private final Map<Class<?>, Site> sites = new WeakHashMap<>();

  /**
   * @param className the binary name of one of the classes of the preset
   * @param table the id of that which the woven code fills
   * @param workers run what may hang
   */
  PoolRule(
      PoolPreset preset,
      String className,
      int table,
      AdviceTemplates templates,
      Messages messages,
      Executor workers) {
    super(SignalGroup.POOLS, preset.of());
    this.preset = preset;
    this.className = className;
    this.messages = messages;
    this.workers = workers;
    this.advice =
        templates.of(
            PoolAdvice.Acquire.class,
            Advice.withCustomMapping()
                .bind(SignalAdvice.Id.class, table)
                .bind(SignalAdvice.Name.class, preset.timeout()));
  }

  @Override
  public boolean mayMatch(Class<?> type) {
    if (!type.getName().equals(className) || !ForeignClasses.isApplications(type)) {
      return false;
    }
    Site site = sites.get(type);
    if (site == null) {
      ClassFiles files = new ClassFiles(type.getClassLoader());
      site = new Look(() -> find(files)).by(workers);
      sites.put(type, site);
    }
    if (!site.problem().isEmpty()) {
      tellUnknown(type, site.problem(), WAIT, messages);
    }
    return site.advice() != null;
  }

  private Site find(ClassFiles files) {
    try {
      return Site.at(method(className.replace('.', '/'), files), advice);
    } catch (PathException e) {
      return Site.none(String.valueOf(e.getMessage()));
    }
  }

  private String method(String type, ClassFiles files) throws PathException {
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
    Site site = type == null ? null : sites.get(type);
    if (site == null || site.advice() == null) {
      return Collections.emptyList();
    }
    allAdvice.computeIfAbsent(site.method(), key -> new ArrayList<>()).add(advice);
    return Collections.singletonList(site);
  }
}
