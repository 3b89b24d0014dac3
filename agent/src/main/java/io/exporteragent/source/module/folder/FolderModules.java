package io.exporteragent.source.module.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Groups the files of a folder into modules: a class with its nested classes, and one file of those
 * that are the same module. For one look, by one thread.
 */
final class FolderModules {
  private final Map<String, ModuleFile> before;
  private final Map<ModuleFile.Kind, Set<String>> mainFiles = new TreeMap<>();
  private final Map<String, Map<String, byte[]>> contents = new HashMap<>();
  private final Map<String, String> refused = new TreeMap<>();
  private final Set<String> changing = new HashSet<>();

  /**
   * @param before the modules of the last look, by file name; unchanged ones are kept
   */
  FolderModules(Map<String, ModuleFile> before) {
    this.before = before;
  }

  void settled(String fileName, byte[] bytes) {
    contents.computeIfAbsent(mainFile(fileName), any -> new TreeMap<>()).put(fileName, bytes);
  }

  void refused(String fileName, String reason) {
    refused.put(mainFile(fileName), reason);
  }

  void changing(String fileName) {
    changing.add(ModuleFile.nameOf(mainFile(fileName)));
  }

  /** Returns all that was found. A module is changing when any of its files is. */
  FolderScan scan(@Nullable String problem) {
    Map<String, ModuleFile> chosen = new TreeMap<>();
    Set<String> unsettled = new TreeSet<>();
    mainFiles.values().forEach(files -> files.forEach(file -> choose(file, chosen, unsettled)));
    keepOneReasonEach(chosen);
    List<ModuleFile> files = new ArrayList<>(chosen.values());
    return new FolderScan(files, refused, unsettled, problem);
  }

  private void choose(String file, Map<String, ModuleFile> chosen, Set<String> unsettled) {
    String name = ModuleFile.nameOf(file);
    Map<String, byte[]> content = contents.getOrDefault(file, new TreeMap<>());
    byte[] bytes = content.remove(file);
    ModuleFile taken = chosen.get(name);
    if (changing.contains(name)) {
      refused.remove(file);
      unsettled.add(file);
    } else if (bytes == null) {
      refused.putIfAbsent(
          file, String.format("it is missing, but for its nested classes: add %s", file));
    } else if (taken != null) {
      refused.putIfAbsent(
          file, String.format("%s takes its place; remove one of them", taken.fileName()));
    } else if (!refused.containsKey(file)) {
      chosen.put(name, moduleFile(file, bytes, content));
    }
  }

  /** Keeps one reason, the same at each look, for a module none of whose files can be used. */
  private void keepOneReasonEach(Map<String, ModuleFile> chosen) {
    Set<String> withReason = new HashSet<>();
    refused
        .keySet()
        .removeIf(
            file ->
                !chosen.containsKey(ModuleFile.nameOf(file))
                    && !withReason.add(ModuleFile.nameOf(file)));
  }

  private ModuleFile moduleFile(String file, byte[] bytes, Map<String, byte[]> nested) {
    ModuleFile known = before.get(file);
    // Contents that did not change are the same arrays.
    return known != null && known.bytes() == bytes && known.nested().equals(nested)
        ? known
        : new ModuleFile(file, kind(file), bytes, nested);
  }

  /** Returns the file that represents a module: for a nested class, that of the outermost. */
  private String mainFile(String fileName) {
    ModuleFile.Kind kind = kind(fileName);
    int nested = fileName.indexOf('$');
    String main =
        kind == ModuleFile.Kind.CLASS && nested > 0
            ? fileName.substring(0, nested) + kind.extension()
            : fileName;
    mainFiles.computeIfAbsent(kind, any -> new TreeSet<>()).add(main);
    return main;
  }

  private static ModuleFile.Kind kind(String file) {
    return Objects.requireNonNull(ModuleFile.Kind.of(file), file);
  }
}
