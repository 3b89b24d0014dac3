package io.exporteragent.source.module.folder;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one look into the folder found. Immutable. A file is in one of its collections at most. */
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

  /** The modules whose content was the same in this look and the one before it. */
  public List<ModuleFile> files() {
    return files;
  }

  /**
   * Why files are not used, by file name: one line with what to do. Of a module that has a file in
   * {@link #files} these are the others, else it is one at most.
   */
  public Map<String, String> refused() {
    return refused;
  }

  /**
   * The names of files that came, went or changed since the last look. What will become of them is
   * not known before the next one: whatever was loaded from them stays.
   */
  public Set<String> changing() {
    return changing;
  }

  /**
   * What is wrong with the folder as a whole: one line with what to do, or null. A folder that is
   * missing has no modules; of one that cannot be trusted or read they are not known.
   */
  public @Nullable String problem() {
    return problem;
  }
}
