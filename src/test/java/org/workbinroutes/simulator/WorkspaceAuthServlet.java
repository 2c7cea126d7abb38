package org.workbinroutes.simulator;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The login: a form, and redirects that end with the cookie that is the session. */
final class WorkspaceAuthServlet extends HttpServlet {
  static final String SESSION_COOKIE = "WWE_CODE";
  private static final long serialVersionUID = 1L;
  private static final String TARGET_COOKIE = "WWE_URI";
  private static final String SIGN_IN_PAGE = "/auth/sign-in.html?";

  private final transient WorkspaceState state;
  private transient volatile String authorizeElsewhere;
  private transient volatile String startElsewhere;

  WorkspaceAuthServlet(WorkspaceState state) {
    this.state = state;
  }

  /** Leads logins elsewhere: before the form, and after it; null for where they belong. */
  void leadElsewhere(String beforeForm, String afterForm) {
    authorizeElsewhere = beforeForm;
    startElsewhere = afterForm;
  }

  static String code(HttpServletRequest request) {
    return cookie(request, SESSION_COOKIE);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    state.count("requests");
    switch (path) {
      case "/workspace/v3/login" ->
          redirect(
              response,
              origin(request)
                  + "/auth/v3/oauth/authorize?type=workspace&redirect_uri="
                  + encode(request.getParameter("redirect_uri")));
      case "/auth/v3/oauth/authorize" -> authorize(request, response);
      case "/auth/v3/sign-in" -> signIn(request, response);
      case "/workspace/v3/start" -> start(request, response);
      case "/workspace/v3/initialize-workspace" -> initialize(request, response);
      case "/workspace/v3/version" -> version(request, response);
      case "/workspace/v3/logout" -> {
        state.count("logout");
        state.logOut(code(request));
        redirect(response, request.getParameter("redirect_uri"));
      }
      default -> response.setStatus(404);
    }
  }

  private void authorize(HttpServletRequest request, HttpServletResponse response) {
    setCookie(response, TARGET_COOKIE, encode(request.getParameter("redirect_uri")));
    redirect(
        response,
        authorizeElsewhere == null
            ? origin(request) + SIGN_IN_PAGE + "type=workspace"
            : authorizeElsewhere);
  }

  private void signIn(HttpServletRequest request, HttpServletResponse response) {
    String code = state.logIn(request.getParameter("username"), request.getParameter("password"));
    if (code == null) {
      redirect(response, origin(request) + SIGN_IN_PAGE + "error&type=workspace");
      return;
    }
    String noted = cookie(request, TARGET_COOKIE);
    String target =
        noted == null
            ? request.getParameter("wweURI")
            : URLDecoder.decode(noted, StandardCharsets.UTF_8);
    redirect(
        response,
        (startElsewhere == null ? origin(request) : startElsewhere)
            + "/workspace/v3/start?code="
            + code
            + "&redirect_uri="
            + encode(String.valueOf(target)));
  }

  private static void start(HttpServletRequest request, HttpServletResponse response) {
    String code = request.getParameter("code");
    setCookie(response, SESSION_COOKIE, code);
    redirect(response, request.getParameter("redirect_uri") + "?code=" + code);
  }

  private static void initialize(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    setCookie(
        response,
        SESSION_COOKIE,
        String.valueOf(request.getParameter("code")).replace("null", "undefined"));
    new Exchange(request, response).send(Reply.json(200, Map.of("status", Map.of("code", 1))));
  }

  private void version(HttpServletRequest request, HttpServletResponse response) {
    state.count("version");
    new Exchange(request, response)
        .send(
            state.user(code(request)) == null
                ? Reply.json(403, Map.of("status", Map.of("code", 603, "message", "Unauthorized")))
                : Reply.json(200, Map.of("version", "9.0.000.00")));
  }

  private static void redirect(HttpServletResponse response, String location) {
    response.setStatus(302);
    response.setHeader("Location", location);
  }

  private static void setCookie(HttpServletResponse response, String name, String value) {
    response.addHeader("Set-Cookie", name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax");
  }

  private static String cookie(HttpServletRequest request, String name) {
    if (request.getCookies() != null) {
      for (Cookie cookie : request.getCookies()) {
        if (name.equals(cookie.getName())) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  private static String origin(HttpServletRequest request) {
    return "http://" + request.getServerName() + ":" + request.getServerPort();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
