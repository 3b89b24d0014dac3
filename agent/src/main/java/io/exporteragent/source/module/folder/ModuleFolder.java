package io.exporteragent.source.module.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder of modules. It is polled, since no event reports that a directory was replaced, or
 * that the links of a Kubernetes ConfigMap lead elsewhere. A change counts once two looks in a row
 * agree on it, so that nothing half-written is loaded and nothing that an editor replaces is
 * unloaded.
 *
 * <p>Ignores hidden files, directories and files that are no modules, and thereby what editors
 * leave behind, which is hidden or has another extension.
 *
 * <p>For one thread.
 */
public final class ModuleFolder {
  private final Path directory;
  private Map<String, FileContent> seen = Collections.emptyMap();
  private Map<String, ModuleFile> modules = Collections.emptyMap();

  /** Reads nothing yet; the directory need not exist. */
  public ModuleFolder(Path directory) {
    this.directory = directory;
  }

  /** Looks into the folder once, which reads every file in it. */
  public FolderScan scan() {
    FileTrust trust = new FileTrust();
    Map<String, Path> listed = Collections.emptyMap();
    String problem;
    try {
      problem = problem(trust);
      if (problem == null) {
        listed = list();
      }
    } catch (IOException e) {
      problem = String.format("%s cannot be read: %s", directory, reason(e));
    }
    if (problem != null && Files.exists(directory)) {
      return new FolderScan(
          Collections.emptyList(), Collections.emptyMap(), modules.keySet(), problem);
    }
    FolderModules found = new FolderModules(modules);
    Map<String, FileContent> now = new HashMap<>();
    listed.forEach(
        (name, file) -> {
          FileContent content = look(name, file, trust, found);
          if (content != null) {
            now.put(name, content);
          }
        });
    for (String name : seen.keySet()) {
      if (!listed.containsKey(name)) {
        found.changing(name);
      }
    }
    seen = now;
    FolderScan scan = found.scan(problem);
    modules = remembered(scan);
    return scan;
  }

  private @Nullable String problem(FileTrust trust) throws IOException {
    if (!Files.exists(directory)) {
      return String.format("%s does not exist: create it, or set modules.directory", directory);
    }
    if (!Files.isDirectory(directory)) {
      return String.format("%s is not a directory: set modules.directory to one", directory);
    }
    return trust.objectionTo(directory);
  }

  private Map<String, Path> list() throws IOException {
    Map<String, Path> listed = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (ModuleFile.Kind.of(name) != null && !name.startsWith(".")) {
          listed.put(name, file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return listed;
  }

  /** Sorts a file into what was found; returns content that the next look compares with. */
  private @Nullable FileContent look(String name, Path file, FileTrust trust, FolderModules found) {
    try {
      if (Files.isDirectory(file)) {
        return null;
      }
      if (!Files.isRegularFile(file)) {
        found.refused(name, "it is not a file, nor a link to one");
        return null;
      }
      String objection = trust.objectionTo(file);
      if (objection != null) {
        found.refused(name, objection);
        return null;
      }
      FileContent before = seen.get(name);
      if (before != null && before.isStillThatOf(file)) {
        found.settled(name, before.bytes());
        return before;
      }
      int maxBytes = Objects.requireNonNull(ModuleFile.Kind.of(name)).maxBytes();
      FileContent content = FileContent.read(file, maxBytes);
      if (content == null) {
        found.refused(
            name, String.format("it is larger than the %d MiB that are read", maxBytes >> 20));
        return null;
      }
      found.changing(name);
      return content;
    } catch (NoSuchFileException e) {
      found.changing(name);
      return null;
    } catch (IOException e) {
      found.refused(name, String.format("it cannot be read: %s", reason(e)));
      return null;
    }
  }

  private static Map<String, ModuleFile> remembered(FolderScan scan) {
    Map<String, ModuleFile> modules = new HashMap<>();
    scan.files().forEach(module -> modules.put(module.fileName(), module));
    return modules;
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException ? "permission denied" : e.toString();
  }
}
