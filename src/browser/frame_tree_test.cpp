#include "browser/frame_tree.hpp"

#include <gtest/gtest.h>

namespace lissom::browser {
namespace {

JsonObject frame(std::string id, std::string parent, std::string url, std::string loader)
{
    JsonObject facts{{"id", id}, {"url", url}, {"loaderId", loader}};
    if (!parent.empty()) facts["parentId"] = parent;
    return facts;
}

struct FrameTreeTest : testing::Test {
    FrameTree tree;

    FrameTreeTest()
    {
        tree.take_tree("page", JsonObject{{"frame", frame("main", "", "http://a/", "L1")}});
        tree.attached("page", "child", "main");
        tree.navigated("page", frame("child", "main", "http://a/child", "L2"));
    }
    std::string urls() const
    {
        std::string all;
        for (const auto& each : tree.list()) all += each.url + " ";
        return all;
    }
};

TEST_F(FrameTreeTest, ListsParentsBeforeChildren)
{
    tree.attached("page", "second", "main");
    tree.navigated("page", frame("grandchild", "child", "http://a/grand", "L3"));

    EXPECT_EQ(urls(), "http://a/ http://a/child http://a/grand  ");
}

TEST_F(FrameTreeTest, AFrameKeepsItsPlaceWhenItMovesToAnotherProcess)
{
    tree.swapped_out("page", "child");
    tree.attached("other", "child", "main");
    tree.navigated("other", frame("child", "main", "http://b/", "L9"));

    EXPECT_EQ(urls(), "http://a/ http://b/ ");
    EXPECT_EQ(tree.find("child")->session, "other");
    EXPECT_EQ(tree.root_of_session("child"), "child");
    tree.detached("page", "child");  // a late word of the session it has left
    EXPECT_TRUE(tree.find("child"));
}

TEST_F(FrameTreeTest, AFrameComesBackWhenItsSessionEnds)
{
    tree.attached("other", "child", "main");
    tree.attached("other", "grandchild", "child");

    tree.session_ended("other");

    EXPECT_EQ(tree.find("child")->session, "page");
    EXPECT_FALSE(tree.find("grandchild"));
    EXPECT_EQ(tree.root_of_session("child"), "main");
}

TEST_F(FrameTreeTest, ANavigationDropsWhatWasBelowAndOurWorld)
{
    tree.main()->world.context = 7;

    tree.navigated("page", frame("main", "", "http://c/", "L5"));

    EXPECT_EQ(urls(), "http://c/ ");
    EXPECT_EQ(tree.main()->world.context, 0);
}

TEST_F(FrameTreeTest, LoadingIsThatOfTheCurrentDocument)
{
    tree.lifecycle("main", "L1", "load");
    EXPECT_TRUE(tree.main()->has_loaded);

    tree.navigated("page", frame("main", "", "http://c/", "L5"));
    tree.lifecycle("main", "L1", "load");
    EXPECT_FALSE(tree.main()->has_loaded);

    tree.lifecycle("main", "L5", "DOMContentLoaded");
    EXPECT_TRUE(tree.main()->has_dom);
    EXPECT_FALSE(tree.main()->has_loaded);
}

TEST_F(FrameTreeTest, DetachingRemovesTheWholeBranch)
{
    tree.attached("page", "grandchild", "child");

    tree.detached("page", "child");

    EXPECT_EQ(urls(), "http://a/ ");
    EXPECT_FALSE(tree.find("grandchild"));
}

}  // namespace
}  // namespace lissom::browser
