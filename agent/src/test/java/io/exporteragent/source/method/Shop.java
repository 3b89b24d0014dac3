package io.exporteragent.source.method;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.Callable;

/** An application's class with methods of every kind. */
class Shop {
  final int orders(String what) {
    return check(what) + 1;
  }

  private int check(String what) {
    return what.length();
  }

  static String open() {
    return "open";
  }

  synchronized long audit(int a, long b, double c) {
    return a + b + (long) c;
  }

  int factorial(int n) {
    return n == 0 ? 1 : n * factorial(n - 1);
  }

  void rethrow(Throwable thrown) throws Throwable {
    throw thrown;
  }

  void refuse() throws Refusal {
    throw refusal();
  }

  private static Refusal refusal() {
    return new Refusal();
  }

  <T> T run(Callable<T> work) throws Exception {
    return work.call();
  }

  @Timed
  String timed() {
    return "timed";
  }

  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Timed {}

  @Timed
  static final class Till {
    String balance() {
      return "0";
    }
  }
}
