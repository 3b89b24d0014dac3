package io.exporteragent.source.mbean;

import io.exporteragent.source.mbean.BeanScript.Attribute;
import io.exporteragent.source.mbean.BeanScript.State;
import java.math.BigDecimal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Beans whose attributes are those of an interface: what the JDK makes of them is its own. */
class TypedBeans {
  private TypedBeans() {}

  /** What becomes composite in an MXBean. */
  public record Usage(long used, double max, GeneratedValues.Level level) {
    public long getUsed() {
      return used;
    }

    public double getMax() {
      return max;
    }

    public GeneratedValues.Level getLevel() {
      return level;
    }
  }

  /** Types that an MXBean turns into open ones. */
  public interface ServiceMXBean {
    long getCount() throws Throwable;

    Double getRate() throws Throwable;

    boolean isOpen() throws Throwable;

    String getText() throws Throwable;

    GeneratedValues.Level getLevel() throws Throwable;

    Map<String, Long> getByKey() throws Throwable;

    Map<String, Map<String, Integer>> getNested() throws Throwable;

    List<String> getNames() throws Throwable;

    Usage getUsage() throws Throwable;

    Date getStarted() throws Throwable;

    ObjectName getOwner() throws Throwable;

    char getLetter() throws Throwable;
  }

  /** Types that a Standard MBean gives away as they are. */
  public interface MixedMBean {
    Optional<?> getMaybe() throws Throwable;

    GeneratedValues.Level getLevel() throws Throwable;

    Object getAnything() throws Throwable;

    Number getNumber() throws Throwable;

    BigDecimal getExact() throws Throwable;

    AtomicLong getCounter() throws Throwable;

    Date getStarted() throws Throwable;

    String getText() throws Throwable;

    ObjectName getOwner() throws Throwable;

    void setWriteOnly(int value);
  }

  /** A bean that is what a script says. */
  public abstract static class Typed {
    private @Nullable State state;

    final void become(State now) {
      state = now;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    final <T> T get(String attribute) throws Throwable {
      Attribute now = state.attributes().get(attribute);
      if (now == null) {
        throw new IllegalStateException("not in this script");
      }
      if (now.value() instanceof PlainBean.Failing failing) {
        throw failing.failure();
      }
      return (T) now.value();
    }
  }

  /** An MXBean. */
  public static final class Service extends Typed implements ServiceMXBean {
    @Override
    public long getCount() throws Throwable {
      return get("Count");
    }

    @Override
    public Double getRate() throws Throwable {
      return get("Rate");
    }

    @Override
    public boolean isOpen() throws Throwable {
      return get("Open");
    }

    @Override
    public String getText() throws Throwable {
      return get("Text");
    }

    @Override
    public GeneratedValues.Level getLevel() throws Throwable {
      return get("Level");
    }

    @Override
    public Map<String, Long> getByKey() throws Throwable {
      return get("ByKey");
    }

    @Override
    public Map<String, Map<String, Integer>> getNested() throws Throwable {
      return get("Nested");
    }

    @Override
    public List<String> getNames() throws Throwable {
      return get("Names");
    }

    @Override
    public Usage getUsage() throws Throwable {
      return get("Usage");
    }

    @Override
    public Date getStarted() throws Throwable {
      return get("Started");
    }

    @Override
    public ObjectName getOwner() throws Throwable {
      return get("Owner");
    }

    @Override
    public char getLetter() throws Throwable {
      return get("Letter");
    }
  }

  /** A Standard MBean. */
  public static final class Mixed extends Typed implements MixedMBean {
    @Override
    public Optional<?> getMaybe() throws Throwable {
      return get("Maybe");
    }

    @Override
    public GeneratedValues.Level getLevel() throws Throwable {
      return get("Level");
    }

    @Override
    public Object getAnything() throws Throwable {
      return get("Anything");
    }

    @Override
    public Number getNumber() throws Throwable {
      return get("Number");
    }

    @Override
    public BigDecimal getExact() throws Throwable {
      return get("Exact");
    }

    @Override
    public AtomicLong getCounter() throws Throwable {
      return get("Counter");
    }

    @Override
    public Date getStarted() throws Throwable {
      return get("Started");
    }

    @Override
    public String getText() throws Throwable {
      return get("Text");
    }

    @Override
    public ObjectName getOwner() throws Throwable {
      return get("Owner");
    }

    @Override
    public void setWriteOnly(int value) {
      throw new UnsupportedOperationException();
    }
  }
}
