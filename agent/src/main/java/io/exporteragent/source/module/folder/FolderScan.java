package io.exporteragent.source.module.folder;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one look into the folder found. Immutable. A file is in at most one of its collections. */
public final class FolderScan {
  private final List<ModuleFile> files;
  private final Map<String, String> refused;
  private final Set<String> changing;
  private final @Nullable String problem;

  FolderScan(
      List<ModuleFile> files,
      Map<String, String> refused,
      Set<String> changing,
      @Nullable String problem) {
    this.files = Collections.unmodifiableList(files);
    this.refused = Collections.unmodifiableMap(refused);
    this.changing = Collections.unmodifiableSet(changing);
    this.problem = problem;
  }

  /** Returns the modules whose content was the same in this look and the previous one. */
  public List<ModuleFile> files() {
    return files;
  }

  /**
   * Returns why files are not used, by file name: one line with what to do. For a module that has a
   * file in {@link #files} these are its other files, else at most one.
   */
  public Map<String, String> refused() {
    return refused;
  }

  /**
   * Returns the names of files that came, went or changed since the previous look. Only the next
   * one can tell what became of them: whatever was loaded from them stays.
   */
  public Set<String> changing() {
    return changing;
  }

  /**
   * Returns what is wrong with the folder as a whole: one line with what to do, or null. A missing
   * folder has no modules; those of one that cannot be trusted or read are unknown.
   */
  public @Nullable String problem() {
    return problem;
  }
}
